/** For the host: who comes into the meeting, how many and how long, and what they may do there. */
import { type FormEvent, useEffect, useState } from "react";
import { ApiError, api, type RoomForViewer } from "../../api";
import {
  changesOf,
  type Doors,
  doorsOf,
  ENTRY,
  LINK_LABELS,
  LOBBY_WORDS,
  type Lobby,
  linkProblemOf,
  lobbyBeside,
  MOST_MINUTES,
  MOST_PEOPLE,
  RIGHTS,
  SWITCH_WORDS,
  type SwitchName,
  WHO_WORDS,
  type Who,
} from "../../doors";
import { Dialog } from "./Dialog";
import { LinkField, type Refusal } from "./LinkField";
import "./DoorDialog.css";

interface Props {
  slug: string;
  onClose: () => void;
  /** After it is stored. */
  onSaved: () => void;
}

const NO_REFUSAL: Refusal = { words: "" };

export function DoorDialog({ slug, onClose, onSaved }: Props) {
  const [room, setRoom] = useState<RoomForViewer | null>(null);
  const [problem, setProblem] = useState("");
  const [refusal, setRefusal] = useState<Refusal>(NO_REFUSAL);
  useEffect(() => {
    let current = true;
    api.room(slug).then(
      (answer) => current && setRoom(answer),
      (error: unknown) => current && setProblem(wordsOf(error)),
    );
    return () => {
      current = false;
    };
  }, [slug]);

  const save = async (now: Doors): Promise<void> => {
    const changes = room && changesOf(doorsOf(room), now);
    setProblem("");
    setRefusal(NO_REFUSAL);
    try {
      if (changes) await api.changeRoom(slug, changes);
    } catch (error) {
      const ofLink = error instanceof ApiError ? linkProblemOf(error) : null;
      if (ofLink !== null) setRefusal({ words: ofLink });
      else setProblem(wordsOf(error));
      return;
    }
    if (changes) onSaved();
    onClose();
  };
  return (
    <Dialog title="Meeting settings" onClose={onClose}>
      {problem !== "" && (
        <p className="pl-notice pl-notice--danger" role="alert">
          {problem}
        </p>
      )}
      {room === null ? (
        <p role="status">Loading…</p>
      ) : (
        <DoorForm
          before={doorsOf(room)}
          choosesLink={room.viewer.may_choose_link}
          linkLabel={LINK_LABELS[room.type] ?? "Link"}
          refusal={refusal}
          onSave={save}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

interface FormProps {
  before: Doors;
  choosesLink: boolean;
  linkLabel: string;
  /** Of the link that was sent. */
  refusal: Refusal;
  onSave: (now: Doors) => Promise<void>;
  onClose: () => void;
}

function DoorForm({ before, choosesLink, linkLabel, refusal, onSave, onClose }: FormProps) {
  const [now, setNow] = useState(before);
  const [busy, setBusy] = useState(false);
  /** The choice is kept beside: it holds again without the link. */
  const lobby = lobbyBeside(now.link, now.who, now.lobby);
  const choose = (change: Partial<Doors>): void => setNow({ ...now, ...change });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    void onSave({ ...now, lobby }).finally(() => setBusy(false));
  };
  return (
    <form className="doors" data-testid="doors" onSubmit={submit}>
      <fieldset className="doors__group">
        <legend className="pl-label">Who can join</legend>
        {(Object.keys(WHO_WORDS) as Who[]).map((who) => (
          <label key={who} className="doors__check">
            <input type="radio" name="who" checked={now.who === who} onChange={() => choose({ who })} />
            <span>{WHO_WORDS[who]}</span>
          </label>
        ))}
      </fieldset>
      <div className="pl-field">
        <label className="pl-label" htmlFor="doors-lobby">
          Who waits at the door
        </label>
        <select
          id="doors-lobby"
          className="pl-input"
          value={lobby}
          onChange={(event) => choose({ lobby: event.target.value as Lobby })}
        >
          {(Object.keys(LOBBY_WORDS) as Lobby[]).map((lobby) => (
            <option key={lobby} value={lobby}>
              {LOBBY_WORDS[lobby]}
            </option>
          ))}
        </select>
      </div>
      {choosesLink && (
        <LinkField
          label={linkLabel}
          value={now.link}
          makesWait={lobby !== now.lobby}
          refusal={refusal}
          onChange={(link) => choose({ link })}
        />
      )}
      <Switches legend="At the door" names={ENTRY} now={now} onChange={choose} />
      <Switches legend="Participants and guests may" names={RIGHTS} now={now} onChange={choose} />
      <div className="doors__limits">
        <Limit
          id="doors-people"
          label="People at most"
          least={1}
          most={MOST_PEOPLE}
          value={now.maxPeople}
          onChange={(maxPeople) => choose({ maxPeople })}
        />
        <Limit
          id="doors-minutes"
          label="Minutes at most (0: no limit)"
          least={0}
          most={MOST_MINUTES}
          value={now.maxMinutes}
          onChange={(maxMinutes) => choose({ maxMinutes })}
        />
      </div>
      <div className="dialog__ways">
        <button type="button" className="pl-button" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" className="pl-button pl-button--primary" aria-disabled={busy}>
          Save
        </button>
      </div>
    </form>
  );
}

interface SwitchesProps {
  legend: string;
  names: readonly SwitchName[];
  now: Doors;
  onChange: (change: Partial<Doors>) => void;
}

function Switches({ legend, names, now, onChange }: SwitchesProps) {
  return (
    <fieldset className="doors__group">
      <legend className="pl-label">{legend}</legend>
      {names.map((name) => (
        <label key={name} className="doors__check">
          <input type="checkbox" checked={now[name]} onChange={(event) => onChange({ [name]: event.target.checked })} />
          <span>{SWITCH_WORDS[name]}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface LimitProps {
  id: string;
  label: string;
  least: number;
  most: number;
  value: number;
  onChange: (value: number) => void;
}

/** While it is empty or out of bounds the browser says so, and nothing is saved. */
function Limit({ id, label, least, most, value, onChange }: LimitProps) {
  const [typed, setTyped] = useState(String(value));
  return (
    <div className="pl-field">
      <label className="pl-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="pl-input"
        type="number"
        inputMode="numeric"
        required
        min={least}
        max={most}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(event.target.valueAsNumber);
        }}
      />
    </div>
  );
}

function wordsOf(error: unknown): string {
  if (!(error instanceof ApiError)) throw error;
  return error.problem.problems?.[0]?.message ?? error.message;
}
