/** The pre-join page: preview, devices, name, and consent to transcription. */
import { type FormEvent, useEffect, useState } from "react";
import { ApiError, api, type CaptionsView, type Joined, type RoomForViewer } from "../../api";
import { admitted, News, type Waiting } from "../admitted";
import { type Kind, troubleWords } from "../devices";
import { watchChanges } from "../events";
import { type Preferences, readPreferences, writePreferences } from "../preferences";
import type { Devices } from "../session";
import { soundOf } from "../sound";
import { BlurSetting } from "./BlurSetting";
import { CheckDialog } from "./CheckDialog";
import { DeviceSelect } from "./DeviceSelect";
import { DoorDialog } from "./DoorDialog";
import { FAULTS } from "./Header";
import { Icon } from "./icons";
import { JoinBar } from "./JoinBar";
import { LevelMeter } from "./LevelMeter";
import { Preview, Toggle, usePreview } from "./Preview";
import "./Prejoin.css";

export interface Ready {
  joined: Joined;
  /** Null for people with an account. */
  guestName: string | null;
  devices: Devices;
}

interface Props {
  room: RoomForViewer;
  /** After the host has changed the meeting's settings. */
  onChanged: () => void;
  onReady: (ready: Ready) => void;
  onRefused: (error: unknown) => void;
}

/** Where the choice of devices does not push the Join button off the screen. */
const WIDE = "(min-width: 44rem)";

export function Prejoin({ room, onChanged, onReady, onRefused }: Props) {
  const [chosen, setChosen] = useState(() => startingWith(room));
  const [typed, setTyped] = useState(room.viewer.name || chosen.name);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const [denied, setDenied] = useState(false);
  const [note, setNote] = useState("");
  const [settles, setSettles] = useState(false);
  const [tests, setTests] = useState(false);
  const { got, take } = usePreview(chosen);
  const guest = !room.viewer.signed_in;
  const { lobby } = room.settings;
  const { role } = room.viewer;
  const knocks = role === "waiting" || (role === null && (lobby === "all" || (lobby === "guests" && guest)));
  const [wide] = useState(() => matchMedia(WIDE).matches);

  const { captionFault, isRecorded } = useNow(room.slug);
  const records = isRecorded || room.settings.recording === "start";
  const [consent, setConsent] = useState<boolean | null>(null);

  const choose = (change: Partial<Preferences>): void => {
    const next = { ...chosen, ...change };
    setChosen(next);
    writePreferences(next);
  };

  const join = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const guestName = guest ? typed.trim() : null;
    if (guestName !== null) choose({ name: guestName });
    const news = new News((onNews, what) => watchChanges(room.slug, onNews, what === "host" ? "room" : "admission"));
    let asksAgain = denied;
    setDenied(false);
    try {
      const joined = await admitted(
        () => {
          const knock = { ...(note.trim() !== "" && { note }), ...(asksAgain && { ask_again: true }) };
          asksAgain = false;
          return api.join(room.slug, guestName, undefined, knock);
        },
        (what) => {
          news.waitFor(what);
          setWaiting(what);
        },
        news.pause,
      );
      if (consent !== null) await api.setRecordingConsent(room.slug, consent).catch(() => undefined); // asked inside
      const tracks = await take();
      onReady({
        joined,
        guestName,
        devices: {
          micId: chosen.micId,
          cameraId: chosen.cameraId,
          speakerId: chosen.speakerId,
          sound: soundOf(chosen),
          tracks,
        },
      });
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status !== 422 && error.kind !== "turned-away"))
        return onRefused(error);
      if (error.status === 422) setProblem(error.problem.problems?.[0]?.message ?? error.message);
      else setDenied(true);
      setWaiting(null);
      setBusy(false);
    } finally {
      news.stop();
    }
  };

  return (
    <main className="prejoin" id="main">
      <header className="prejoin__title">
        <p className="prejoin__kicker">
          {room.host_name ? `Meeting hosted by ${room.host_name}` : "You are about to join"}
        </p>
        <h1>{room.name}</h1>
        {room.viewer.rights.may.includes("change_room") && (
          <button type="button" className="pl-button pl-button--small" onClick={() => setSettles(true)}>
            Meeting settings
          </button>
        )}
      </header>
      <section className="prejoin__preview" aria-label="How you will appear">
        <Preview track={chosen.camera ? got.camera : null} name={typed} trouble={got.trouble.camera !== undefined} />
        <div className="prejoin__toggles">
          <Toggle kind="mic" on={chosen.mic && got.mic !== null} onClick={() => choose({ mic: !chosen.mic })} />
          <Toggle
            kind="camera"
            on={chosen.camera && got.camera !== null}
            onClick={() => choose({ camera: !chosen.camera })}
          />
        </div>
      </section>
      <form className="prejoin__form" onSubmit={(event) => void join(event)}>
        {waiting !== null && (
          <p className="pl-notice" role="status" data-testid="prejoin-waiting">
            {WAITING_WORDS[waiting]}
          </p>
        )}
        {denied && (
          <p className="pl-notice pl-notice--warn" role="alert" data-testid="prejoin-denied">
            The host did not let you in. You can ask again in a minute.
          </p>
        )}
        {(Object.keys(got.trouble) as Kind[]).map((kind) => (
          <p key={kind} className="pl-notice pl-notice--warn" role="status">
            {troubleWords(kind, got.trouble[kind] ?? "failed")}
          </p>
        ))}
        <div className="pl-field">
          <label className="pl-label" htmlFor="name">
            Your name
          </label>
          <input
            id="name"
            className="pl-input"
            data-testid="prejoin-name"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            readOnly={!guest || waiting !== null}
            required
            pattern=".*\S.*"
            maxLength={120}
            autoComplete="name"
            aria-invalid={problem !== ""}
            aria-describedby={guest ? "name-error name-hint" : undefined}
          />
          {problem !== "" && (
            <p className="pl-error" id="name-error" role="alert">
              {problem}
            </p>
          )}
          {guest && (
            <p className="pl-hint" id="name-hint">
              Others in the meeting see it. Have an account?{" "}
              <a className="prejoin__signin" href={`/signin?next=${encodeURIComponent(`/r/${room.slug}`)}`}>
                Sign in
              </a>
            </p>
          )}
        </div>
        {(knocks || denied) && <KnockNote note={note} onNote={setNote} disabled={waiting !== null} />}
        <LevelMeter track={chosen.mic ? got.mic : null} />
        <details className="prejoin__devices" open={wide}>
          <summary>Microphone, camera and speaker</summary>
          <DeviceSelect
            kind="audioinput"
            label="Microphone"
            value={chosen.micId}
            again={got}
            onChange={(micId) => choose({ micId })}
          />
          <DeviceSelect
            kind="videoinput"
            label="Camera"
            value={chosen.cameraId}
            again={got}
            onChange={(cameraId) => choose({ cameraId })}
          />
          <BlurSetting on={chosen.blur} onChange={(blur) => choose({ blur })} />
          <DeviceSelect
            kind="audiooutput"
            label="Speaker"
            value={chosen.speakerId}
            again={got}
            onChange={(speakerId) => choose({ speakerId })}
          />
        </details>
        <button
          type="button"
          className="pl-button pl-button--small"
          data-testid="prejoin-check"
          onClick={() => setTests(true)}
        >
          Test devices and connection
        </button>
        {records && <RecordingChoice consent={consent} onChoice={setConsent} />}
        {captionFault && (
          <p className="pl-notice pl-notice--warn" role="status" data-testid="prejoin-captions">
            {captionFault}.
          </p>
        )}
        <JoinBar label={joinLabel(waiting !== null, busy, denied, knocks)} busy={busy} />
      </form>
      {tests && <CheckDialog slug={room.slug} got={got} chosen={chosen} onClose={() => setTests(false)} />}
      {settles && <DoorDialog slug={room.slug} onClose={() => setSettles(false)} onSaved={onChanged} />}
    </main>
  );
}

const WAITING_WORDS: Readonly<Record<Waiting, string>> = {
  admission: "The host knows that you are here. Keep this page open: you join as soon as the host lets you in.",
  host: "The host is not here yet. Keep this page open: you join as soon as the host is there.",
};

/** Where people start muted, the microphone is off until they turn it on. */
function startingWith(room: RoomForViewer): Preferences {
  const chosen = readPreferences();
  const muted = room.settings.start_muted && !room.viewer.rights.may.includes("mute_others");
  return muted ? { ...chosen, mic: false } : chosen;
}

function joinLabel(waiting: boolean, busy: boolean, denied: boolean, knocks: boolean): string {
  if (waiting) return "Waiting for the host…";
  if (busy) return "Joining…";
  if (denied) return "Ask again";
  return knocks ? "Agree and ask to join" : "Agree and join";
}

function KnockNote({ note, onNote, disabled }: { note: string; onNote: (note: string) => void; disabled: boolean }) {
  return (
    <div className="pl-field">
      <label className="pl-label" htmlFor="note">
        Note for the host (optional)
      </label>
      <input
        id="note"
        className="pl-input"
        data-testid="prejoin-note"
        value={note}
        onChange={(event) => onNote(event.target.value)}
        maxLength={200}
        readOnly={disabled}
        autoComplete="off"
      />
    </div>
  );
}

function RecordingChoice({ consent, onChoice }: { consent: boolean | null; onChoice: (agreed: boolean) => void }) {
  return (
    <fieldset className="prejoin__recording" data-testid="prejoin-recording">
      <legend>
        <Icon name="record" /> This meeting is recorded
      </legend>
      <label>
        <input type="radio" name="recording" required checked={consent === true} onChange={() => onChoice(true)} />
        <span>Record what I say</span>
      </label>
      <label>
        <input type="radio" name="recording" checked={consent === false} onChange={() => onChoice(false)} />
        <span>Do not record me: I am heard, and not in the recording</span>
      </label>
    </fieldset>
  );
}

interface Now {
  /** What is wrong with the captions; empty if nothing is, or if it cannot be told. */
  captionFault: string;
  isRecorded: boolean;
}

/** The state of the meeting that is being joined. */
function useNow(slug: string): Now {
  const [now, setNow] = useState<Now>({ captionFault: "", isRecorded: false });
  useEffect(() => {
    let current = true;
    const show = ({ fault, is_recorded: isRecorded }: Pick<CaptionsView, "fault" | "is_recorded">): void => {
      if (current) setNow({ captionFault: (fault !== null && FAULTS[fault]?.title) || "", isRecorded });
    };
    api.captions(slug).then(show, () => show({ fault: null, is_recorded: false }));
    return () => {
      current = false;
    };
  }, [slug]);
  return now;
}
