/** The meeting: header, stage, captions, one panel, controls and keyboard shortcuts. */
import { RoomAudioRenderer, RoomContext, StartAudio, useCreateLayoutContext } from "@livekit/components-react";
import { type Participant, type Room, Track } from "livekit-client";
import { useCallback, useState } from "react";
import { flushSync } from "react-dom";
import { ApiError, type RoomForViewer } from "../../api";
import { serverNow } from "../../serverClock";
import { BlurFailed } from "../background";
import { background } from "../blurring";
import { openOnes } from "../breakouts/groups";
import type { RoomVisit } from "../breakouts/roomVisit";
import { linkHere } from "../link";
import { missedMs } from "../notes/outline";
import { inForceOf, OFF_RECORD } from "../offRecord";
import { handQueue } from "../people/person";
import { awaiting } from "../polls/ballot";
import { type Preferences, stepSize } from "../preferences";
import { isInside } from "../presence";
import type { Session } from "../session";
import { AdmissionNotice, useAdmissions, useKnockSound } from "./Admission";
import { Away, isAbsent } from "./Away";
import { useBlurToast } from "./BlurSetting";
import { BreakoutBar } from "./BreakoutBar";
import { AskForHelp, HelpCalls } from "./BreakoutHelp";
import { BreakoutsPanel } from "./BreakoutsPanel";
import { CaptionAnnouncer } from "./CaptionAnnouncer";
import { CaptionStrip } from "./CaptionStrip";
import { CaptionsOnly } from "./CaptionsOnly";
import { ChatPanel } from "./ChatPanel";
import { ControlBar } from "./ControlBar";
import { useControls } from "./controls";
import { EndDialog } from "./EndDialog";
import { Header, type PanelName, UNTRANSCRIBED } from "./Header";
import { useKeys, useLasting, usePeople, usePreferences, useRead, useTranscriber } from "./hooks";
import { useMutedHint } from "./mutedHint";
import { CatchUpOffer, NotesPanel } from "./NotesPanel";
import { OffRecordMenu, OffRecordNotice } from "./OffRecord";
import { PeoplePanel } from "./PeoplePanel";
import { PictureInPicture, useSmallWindow } from "./PictureInPicture";
import { PollsPanel } from "./PollsPanel";
import { ReactionControl, Reactions } from "./Reactions";
import { RecordingControl, RecordingMark } from "./Recording";
import { SettingsDialog } from "./SettingsDialog";
import { ShortcutsDialog } from "./ShortcutsDialog";
import { Stage } from "./Stage";
import { TranscriptPanel } from "./TranscriptPanel";
import { usePushToTalk } from "./talk";
import { useParticipantToasts, usePollToast, useReconnectToast, useToast } from "./toast";
import { ViewMenu } from "./ViewMenu";
import "./Meeting.css";
import "./Phone.css";

/** A transcriber that died is replaced within 15 seconds. */
const TRANSCRIBER_MS = 20_000;

interface Props {
  room: RoomForViewer;
  session: Session;
  visit: RoomVisit;
}

export function Meeting({ room: meeting, session, visit }: Props) {
  const room = useRead(session, session.room);
  return (
    <RoomContext.Provider value={room}>
      <Inside meeting={meeting} session={session} visit={visit} room={room} />
      <RoomAudioRenderer />
    </RoomContext.Provider>
  );
}

function Inside({ meeting, session, visit, room }: Omit<Props, "room"> & { meeting: RoomForViewer; room: Room }) {
  const presence = useRead(session, session.presence);
  const unread = useRead(session.chat, session.chat.unread);
  const unvoted = awaiting(useRead(session.polls, session.polls.polls));
  // Not the lines: an interim renders only the views that show it.
  const colors = useRead(session.captions, session.captions.colors);
  const people = usePeople(room);
  useRead(session.names, session.names.shown);
  const transcriber = useTranscriber(room);
  const isUntranscribed = useLasting(presence === "connected" && transcriber === undefined, TRANSCRIBER_MS);
  const notice = isUntranscribed ? UNTRANSCRIBED : "";
  const [panel, setPanel] = useState<PanelName | null>(null);
  const [missed] = useState(() => missedMs(meeting.started_at, serverNow()));
  const [offersCatchUp, offerCatchUp] = useState(missed !== null);
  const [dialog, setDialog] = useState<"settings" | "shortcuts" | "end" | null>(null);
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
  const controls = useControls(session, me, chosen.captions, {
    attempt,
    showToast,
    onCaptions: () => choose({ captions: !chosen.captions }),
  });
  const showCaptionsOnly = (captionsOnly: boolean): void => {
    flushSync(() => choose({ captionsOnly }));
    if (!captionsOnly) focusOn("captions-only-toggle");
  };
  const set = (change: Partial<Preferences>): void => {
    if (change.layout !== undefined) layout.pin.dispatch?.({ msg: "clear_pin" });
    choose(change.layout === undefined ? change : { ...change, captionsOnly: false });
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

  const small = useSmallWindow(showToast);

  useKeys({
    mic: controls.mic.toggle,
    camera: controls.camera.toggle,
    share: controls.share.toggle,
    hand: controls.hand.toggle,
    captions: controls.captions.toggle,
    "captions-larger": () => choose({ captions: true, size: stepSize(chosen.size, 1) }),
    "captions-smaller": () => choose({ captions: true, size: stepSize(chosen.size, -1) }),
    "captions-only": () => showCaptionsOnly(!chosen.captionsOnly),
    transcript: () => showPanel("transcript"),
    notes: () => showPanel("notes"),
    chat: () => showPanel("chat"),
    people: () => showPanel("people"),
    polls: () => showPanel("polls"),
    layout: toggleFocus,
    "picture-in-picture": () => small?.toggle(),
    help: () => setDialog("shortcuts"),
  });
  const talk = usePushToTalk({
    isOn: () => session.sends(Track.Source.Microphone),
    set: (on) => session.send(Track.Source.Microphone, on),
    onError: controls.onMicError,
  });
  useMutedHint(room, chosen.mutedHint, () => showToast("Your microphone is off: nobody hears you."));
  useBlurToast(showToast);
  useParticipantToasts(room, session.names, showToast, talk);
  useReconnectToast(presence, showToast);
  usePollToast(unvoted, panel === "polls", showToast);

  const closePanel = (): void => {
    focusOn(`${panel ?? ""}-toggle`);
    setPanel(null);
  };
  useRead(session.rights, session.rights.now);
  const breakouts = openOnes(useRead(visit, visit.view)).length;
  const isOut = useRead(visit, visit.breakout) !== null;
  const opensBreakouts = session.rights.may("breakouts");
  const admissions = useAdmissions(visit.slug, session.rights.may("let_in"));
  useKnockSound(admissions, chosen.knockSound);
  const isKnocking = admissions.some(({ status }) => status === "waiting");
  return (
    <div className="meeting" data-panel={panel ?? "none"}>
      <Header
        name={meeting.name}
        presence={presence}
        transcriber={transcriber}
        isUntranscribed={isUntranscribed}
        people={people.length}
        unread={unread}
        unvoted={unvoted}
        breakouts={opensBreakouts || breakouts > 0 ? breakouts : null}
        panel={panel}
        onPanel={showPanel}
      >
        <RecordingMark session={session} transcriber={transcriber} attempt={attempt} />
      </Header>
      <main className="stage" aria-label="Meeting">
        <BreakoutBar visit={visit}>
          <AskForHelp visit={visit} attempt={attempt} />
        </BreakoutBar>
        <HelpCalls visit={visit} sounds={chosen.knockSound} attempt={attempt} />
        <div className="stage__faces">
          {chosen.captionsOnly ? (
            <CaptionsOnly
              captions={session.captions}
              names={session.names}
              notice={notice}
              settings={chosen}
              onClose={() => showCaptionsOnly(false)}
            />
          ) : (
            <Stage
              layout={layout}
              view={chosen.layout}
              videos={chosen.videos}
              hands={handQueue(people)}
              colors={colors}
              names={session.names}
            />
          )}
          {people.length === 1 &&
            !isOut &&
            breakouts === 0 &&
            !chosen.captionsOnly &&
            presence === "connected" &&
            !isKnocking && <Alone onCopy={() => attempt(navigator.clipboard.writeText(linkHere()), "Link copied")} />}
          {isAbsent(presence) && <Away presence={presence} onTry={() => session.tryNow()} />}
          {offersCatchUp && presence === "connected" && !isKnocking && missed !== null && (
            <CatchUpOffer
              missed={missed}
              onCatchUp={() => {
                setPanel("notes");
                offerCatchUp(false);
              }}
              onDismiss={() => offerCatchUp(false)}
            />
          )}
          <Reactions session={session} />
          <AdmissionNotice slug={visit.slug} people={admissions} attempt={attempt} />
          <StartAudio label="Turn on sound" className="pl-button pl-button--primary start-audio" />
        </div>
        <OffRecordNotice session={session} transcriber={transcriber} people={people} />
        {chosen.captions && !chosen.captionsOnly && (
          <CaptionStrip
            captions={session.captions}
            names={session.names}
            settings={chosen}
            hint={isAbsent(presence) ? "" : notice || captionHint(transcriber !== undefined)}
            onCaptionsOnly={() => showCaptionsOnly(true)}
          />
        )}
      </main>
      {panel === "transcript" && (
        <TranscriptPanel captions={session.captions} names={session.names} notice={notice} onClose={closePanel} />
      )}
      {panel === "chat" && <ChatPanel session={session} attempt={attempt} onClose={closePanel} />}
      {panel === "polls" && (
        <PollsPanel
          session={session}
          moderates={session.rights.may("ask_poll")}
          attempt={attempt}
          onClose={closePanel}
        />
      )}
      {panel === "notes" && (
        <NotesPanel session={session} missed={missed} notice={notice || silenced(transcriber)} onClose={closePanel} />
      )}
      {panel === "breakouts" && (
        <BreakoutsPanel visit={visit} moderates={opensBreakouts} attempt={attempt} onClose={closePanel} />
      )}
      {panel === "people" && (
        <PeoplePanel
          door={visit.slug}
          admissions={admissions}
          session={session}
          people={people}
          colors={colors}
          onClose={closePanel}
          attempt={attempt}
        />
      )}
      <ControlBar
        room={room}
        {...controls}
        inside={isInside(presence)}
        sharing={session.rights.may("share_screen")}
        host={session.rights.may("end")}
        onDevice={onDevice}
        onSettings={() => setDialog("settings")}
        onLeave={() => session.leave()}
        onEnd={() => setDialog("end")}
      >
        <ViewMenu
          layout={chosen.layout}
          captionsOnly={chosen.captionsOnly}
          small={small}
          onLayout={(view) => set({ layout: view })}
          onCaptionsOnly={() => showCaptionsOnly(true)}
        />
        <ReactionControl session={session} attempt={attempt} />
        <RecordingControl session={session} transcriber={transcriber} attempt={attempt} tell={showToast} />
        <OffRecordMenu
          session={session}
          transcriber={transcriber}
          moderates={session.rights.may("off_record_all")}
          attempt={attempt}
        />
      </ControlBar>
      {dialog === "settings" && (
        <SettingsDialog
          room={room}
          settings={chosen}
          hears={session.rights.may("let_in")}
          small={small}
          onSettings={set}
          onSound={(sound) => {
            attempt(session.setSound(sound));
            choose(sound);
          }}
          onBlur={(blur) => {
            background.want(blur);
            attempt(session.renewCamera().catch(unlessBlurFailed));
            choose({ blur });
          }}
          onDevice={onDevice}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === "shortcuts" && <ShortcutsDialog onClose={() => setDialog(null)} />}
      {dialog === "end" && (
        <EndDialog
          onClose={() => setDialog(null)}
          onLeave={() => session.leave()}
          onEnd={() => attempt(visit.endForAll())}
        />
      )}
      <PictureInPicture
        layout={layout}
        settings={chosen}
        session={session}
        mic={controls.mic}
        colors={colors}
        toast={toast}
      />
      {(chosen.captions || chosen.captionsOnly) && chosen.announcements > 0 && (
        <CaptionAnnouncer
          captions={session.captions}
          names={session.names}
          self={session.self}
          perMinute={chosen.announcements}
        />
      )}
      <p className="toast" role="status" data-shown={toast !== ""}>
        {toast}
      </p>
    </div>
  );
}

function focusOn(testId: string): void {
  document.querySelector<HTMLElement>(`[data-testid="${testId}"]`)?.focus();
}

/** Why nothing is noted now, though there is a transcriber; empty while something is. */
function silenced(transcriber: Participant | undefined): string {
  if (transcriber === undefined) return "";
  if (inForceOf(transcriber.attributes[OFF_RECORD]).everybody) return "Off the record: nothing is noted now.";
  return transcriber.attributes["parley.fault"] === "engine"
    ? "The transcriber is failing: what is said now may be missing from the notes."
    : "";
}

/** Its own words are shown. */
function unlessBlurFailed(error: unknown): void {
  if (!(error instanceof BlurFailed)) throw error;
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
