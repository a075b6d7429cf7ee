/** The meeting: header, stage, captions, one panel, controls and keyboard shortcuts. */
import { RoomAudioRenderer, RoomContext, StartAudio, useCreateLayoutContext } from "@livekit/components-react";
import { type Participant, type Room, RoomEvent, Track, type TrackPublication } from "livekit-client";
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, api, type RoomForViewer } from "../../api";
import { troubleOf, troubleWords } from "../devices";
import type { Source } from "../outgoing";
import type { DisplayNames } from "../people/names";
import { handOf, handQueue, maySpeak, nameOf } from "../people/person";
import { type Preferences, readPreferences, stepSize, writePreferences } from "../preferences";
import { isInside, type Presence } from "../presence";
import type { Session } from "../session";
import { type Action, actionOf } from "../shortcuts";
import { AdmissionNotice, useAdmissions } from "./Admission";
import { Away, isAbsent } from "./Away";
import { CaptionAnnouncer, CaptionStrip } from "./CaptionStrip";
import { ChatPanel } from "./ChatPanel";
import { type Control, ControlBar, useControl } from "./ControlBar";
import { Dialog } from "./Dialog";
import { Header, type PanelName } from "./Header";
import { usePeople, useRead, useTranscriber } from "./hooks";
import { PeoplePanel } from "./PeoplePanel";
import { SettingsDialog } from "./SettingsDialog";
import { Stage } from "./Stage";
import { TranscriptPanel } from "./TranscriptPanel";
import { useToast } from "./toast";
import "./Meeting.css";

export function Meeting({ room: meeting, session }: { room: RoomForViewer; session: Session }) {
  const room = useRead(session, session.room);
  return (
    <RoomContext.Provider value={room}>
      <Inside meeting={meeting} session={session} room={room} />
      <RoomAudioRenderer />
    </RoomContext.Provider>
  );
}

function Inside({ meeting, session, room }: { meeting: RoomForViewer; session: Session; room: Room }) {
  const presence = useRead(session, session.presence);
  const unread = useRead(session.chat, session.chat.unread);
  useRead(session.captions, session.captions.lines);
  const people = usePeople(room);
  useRead(session.names, session.names.shown);
  const transcriber = useTranscriber(room);
  const [panel, setPanel] = useState<PanelName | null>(null);
  const [dialog, setDialog] = useState<"settings" | "end" | null>(null);
  const [chosen, choose] = usePreferences();
  const { toast, showToast } = useToast();
  const layout = useCreateLayoutContext();

  const attempt = useCallback(
    (work: Promise<unknown>, done = ""): void => {
      work.then(
        () => done !== "" && showToast(done),
        (error: unknown) => showToast(error instanceof ApiError ? error.message : "That did not work. Try again."),
      );
    },
    [showToast],
  );
  const me = room.localParticipant;
  const onError = (source: Source, error: unknown): void => {
    const trouble = troubleOf(error);
    if (source === Track.Source.ScreenShare) {
      if (trouble !== "refused") showToast("Your screen could not be shared. Try again.");
    } else if (source === Track.Source.Microphone && !maySpeak(me.permissions)) {
      showToast("A host blocked your microphone. Raise your hand to ask to speak.");
    } else showToast(troubleWords(source === Track.Source.Microphone ? "mic" : "camera", trouble));
  };
  const mic = useControl(session, Track.Source.Microphone, onError);
  const camera = useControl(session, Track.Source.Camera, onError);
  const share = useControl(session, Track.Source.ScreenShare, onError);
  const raised = handOf(me) !== null;
  const hand: Control = {
    on: raised,
    pending: false,
    toggle: () => attempt(api.changeParticipant(session.slug, session.self, { hand: !raised })),
  };
  const captions: Control = {
    on: chosen.captions,
    pending: false,
    toggle: () => choose({ captions: !chosen.captions }),
  };
  const showPanel = (name: PanelName): void => setPanel(panel === name ? null : name);
  const toggleFocus = (): void => {
    if ((layout.pin.state?.length ?? 0) > 0) {
      layout.pin.dispatch?.({ msg: "clear_pin" });
      return;
    }
    const who = room.activeSpeakers.find((each) => !each.isLocal) ?? people.find((each) => !each.isLocal) ?? me;
    const publication = who.getTrackPublication(Track.Source.Camera);
    layout.pin.dispatch?.({
      msg: "set_pin",
      trackReference: { participant: who, source: Track.Source.Camera, ...(publication && { publication }) } as never,
    });
  };
  const onDevice = (kind: MediaDeviceKind, deviceId: string): void => {
    attempt(session.switchDevice(kind, deviceId));
    choose(
      kind === "audioinput"
        ? { micId: deviceId }
        : kind === "videoinput"
          ? { cameraId: deviceId }
          : { speakerId: deviceId },
    );
  };

  useKeys({
    mic: mic.toggle,
    camera: camera.toggle,
    share: share.toggle,
    hand: hand.toggle,
    captions: captions.toggle,
    "captions-larger": () => choose({ captions: true, size: stepSize(chosen.size, 1) }),
    "captions-smaller": () => choose({ captions: true, size: stepSize(chosen.size, -1) }),
    transcript: () => showPanel("transcript"),
    chat: () => showPanel("chat"),
    people: () => showPanel("people"),
    layout: toggleFocus,
    help: () => setDialog("settings"),
  });
  useParticipantToasts(room, session.names, showToast);
  useReconnectToast(presence, showToast);

  const closePanel = (): void => {
    document.querySelector<HTMLElement>(`[data-testid="${panel ?? ""}-toggle"]`)?.focus();
    setPanel(null);
  };
  const role = session.role();
  const admissions = useAdmissions(session.slug, role === "host" || role === "cohost");
  return (
    <div className="meeting" data-panel={panel ?? "none"}>
      <Header
        name={meeting.name}
        presence={presence}
        transcriber={transcriber}
        people={people.length}
        unread={unread}
        panel={panel}
        onPanel={showPanel}
      />
      <main className="stage" aria-label="Meeting">
        <div className="stage__faces">
          <Stage layout={layout} hands={handQueue(people)} colors={session.captions.colors()} names={session.names} />
          {people.length === 1 &&
            presence === "connected" &&
            !admissions.some(({ status }) => status === "waiting") && (
              <Alone onCopy={() => attempt(navigator.clipboard.writeText(location.href), "Link copied")} />
            )}
          {isAbsent(presence) && <Away presence={presence} onTry={() => session.tryNow()} />}
          <AdmissionNotice session={session} people={admissions} attempt={attempt} />
          <StartAudio label="Turn on sound" className="pl-button pl-button--primary start-audio" />
        </div>
        {chosen.captions && (
          <CaptionStrip
            captions={session.captions}
            names={session.names}
            size={chosen.size}
            hint={captionHint(transcriber !== undefined)}
          />
        )}
      </main>
      {panel === "transcript" && (
        <TranscriptPanel captions={session.captions} names={session.names} onClose={closePanel} />
      )}
      {panel === "chat" && <ChatPanel session={session} onClose={closePanel} />}
      {panel === "people" && (
        <PeoplePanel
          admissions={admissions}
          session={session}
          people={people}
          colors={session.captions.colors()}
          onClose={closePanel}
          attempt={attempt}
        />
      )}
      <ControlBar
        room={room}
        mic={mic}
        camera={camera}
        share={share}
        hand={hand}
        captions={captions}
        inside={isInside(presence)}
        host={role === "host" || role === "cohost"}
        onDevice={onDevice}
        onSettings={() => setDialog("settings")}
        onLeave={() => session.leave()}
        onEnd={() => setDialog("end")}
      />
      {dialog === "settings" && (
        <SettingsDialog
          room={room}
          size={chosen.size}
          onSize={(size) => choose({ size })}
          onDevice={onDevice}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === "end" && <EndDialog onClose={() => setDialog(null)} onEnd={() => attempt(session.endForAll())} />}
      {chosen.captions && <CaptionAnnouncer captions={session.captions} names={session.names} self={session.self} />}
      <p className="toast" role="status" data-shown={toast !== ""}>
        {toast}
      </p>
    </div>
  );
}

function captionHint(transcribing: boolean): string {
  return transcribing ? "Captions appear here when somebody speaks." : "Captions have not started yet.";
}

function Alone({ onCopy }: { onCopy: () => void }) {
  return (
    <div className="alone">
      <span>Nobody else is here.</span>
      <button type="button" className="pl-button pl-button--small" onClick={onCopy}>
        Copy the link
      </button>
    </div>
  );
}

function EndDialog({ onClose, onEnd }: { onClose: () => void; onEnd: () => void }) {
  return (
    <Dialog title="End the meeting for everyone?" onClose={onClose}>
      <p>Everyone is disconnected, and the minutes are written. To leave without ending it, press Leave.</p>
      <div className="dialog__ways">
        <button type="button" className="pl-button" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          className="pl-button pl-button--danger"
          data-testid="end-confirm"
          onClick={() => {
            onClose();
            onEnd();
          }}
        >
          End for all
        </button>
      </div>
    </Dialog>
  );
}

function usePreferences(): [Preferences, (change: Partial<Preferences>) => void] {
  const [chosen, setChosen] = useState(readPreferences);
  const choose = (change: Partial<Preferences>): void => {
    const next = { ...chosen, ...change };
    setChosen(next);
    writePreferences(next);
  };
  return [chosen, choose];
}

function useKeys(actions: Record<Action, () => void>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const action = actionOf(event);
      if (action === null) return;
      event.preventDefault();
      actions[action]();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  });
}

/** Tells that the connection is back after a loss. */
function useReconnectToast(presence: Presence, showToast: (words: string) => void): void {
  const before = useRef(presence);
  useEffect(() => {
    if (before.current !== "connecting" && before.current !== "connected" && presence === "connected")
      showToast("You are back. What was said meanwhile is in the transcript.");
    before.current = presence;
  }, [presence, showToast]);
}

/** Tells what others did: a raised hand, a new role, a microphone that a host muted, blocked or allowed. */
function useParticipantToasts(room: Room, names: DisplayNames, showToast: (words: string) => void): void {
  useEffect(() => {
    const raised = (changed: Record<string, string>, who: Parameters<typeof nameOf>[0]): void => {
      if (changed["parley.hand"] && who.identity !== room.localParticipant.identity)
        showToast(`${names.of(who.identity, nameOf(who))} raised their hand`);
      if (changed["parley.role"] === "cohost" && who.identity === room.localParticipant.identity)
        showToast("You are a co-host now");
    };
    const muted = (publication: TrackPublication, who: Participant): void => {
      const mine = who.isLocal && publication.source === Track.Source.Microphone;
      if (mine && !navigator.userActivation?.isActive)
        showToast("A host muted your microphone. You can unmute yourself.");
    };
    const permitted = (
      before: Parameters<typeof maySpeak>[0],
      who: { isLocal: boolean; permissions?: Parameters<typeof maySpeak>[0] },
    ): void => {
      if (!who.isLocal || before === undefined || maySpeak(before) === maySpeak(who.permissions)) return;
      showToast(
        maySpeak(who.permissions)
          ? "You can speak again. Turn your microphone on."
          : "A host blocked your microphone. Raise your hand to ask to speak.",
      );
    };
    room
      .on(RoomEvent.ParticipantAttributesChanged, raised)
      .on(RoomEvent.TrackMuted, muted)
      .on(RoomEvent.ParticipantPermissionsChanged, permitted);
    return () =>
      void room
        .off(RoomEvent.ParticipantAttributesChanged, raised)
        .off(RoomEvent.TrackMuted, muted)
        .off(RoomEvent.ParticipantPermissionsChanged, permitted);
  }, [room, names, showToast]);
}
