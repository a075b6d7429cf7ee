/** The panel of breakout rooms: hosts open, assign and call back; everybody sees who is where. */
import { type FormEvent, useId, useState } from "react";
import { ApiError, type BreakoutPersonView } from "../../api";
import {
  assignable,
  type Draft,
  draftProblem,
  FIRST_DRAFT,
  type Group,
  groups,
  MOST_MINUTES,
  MOST_ROOMS,
  openOnes,
  toOpen,
} from "../breakouts/groups";
import type { RoomVisit } from "../breakouts/roomVisit";
import { BreakoutMessage } from "./BreakoutMessage";
import { useRead } from "./hooks";
import { Panel } from "./Panel";
import "./Breakouts.css";

type Attempt = (work: Promise<unknown>, done?: string) => void;

interface Props {
  visit: RoomVisit;
  moderates: boolean;
  attempt: Attempt;
  onClose: () => void;
}

export function BreakoutsPanel({ visit, moderates, attempt, onClose }: Props) {
  const view = useRead(visit, visit.view);
  const isOpen = openOnes(view).length > 0;
  return (
    <Panel title="Breakout rooms" testId="breakouts-panel" onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (axe: scrollable-region-focusable) */}
      <section className="panel__scroll breakouts" tabIndex={0} aria-label="All breakout rooms">
        {!isOpen && moderates && <OpenForm visit={visit} />}
        {!isOpen && !moderates && <p className="panel__empty">No breakout rooms are open.</p>}
        {groups(view).map((group) => (
          <Room key={group.breakout.id} visit={visit} group={group} moderates={moderates} attempt={attempt} />
        ))}
        {isOpen && moderates && <BreakoutMessage visit={visit} onSent={(words) => attempt(Promise.resolve(), words)} />}
        {isOpen && moderates && <Moves visit={visit} attempt={attempt} />}
      </section>
      {isOpen && moderates && (
        <footer className="panel__foot breakouts__foot">
          <button
            type="button"
            className="pl-button pl-button--primary"
            data-testid="breakouts-back"
            onClick={() => attempt(visit.close(0), "Everybody is called back")}
          >
            Call everybody back
          </button>
          <button
            type="button"
            className="pl-button"
            onClick={() => attempt(visit.close(60), "The breakout rooms close in a minute")}
          >
            Close in a minute
          </button>
        </footer>
      )}
    </Panel>
  );
}

const WAYS: readonly { by: Draft["by"]; label: string }[] = [
  { by: "chance", label: "Assign people by chance" },
  { by: "hand", label: "Assign people by hand" },
  { by: "choice", label: "People choose their room" },
];

function OpenForm({ visit }: { visit: RoomVisit }) {
  const id = useId();
  const view = useRead(visit, visit.view);
  const [draft, setDraft] = useState(FIRST_DRAFT);
  const [problem, setProblem] = useState("");
  const [isSending, setSending] = useState(false);
  const change = (changes: Partial<Draft>): void => setDraft({ ...draft, ...changes });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const wrong = draftProblem(draft);
    setProblem(wrong);
    if (wrong !== "" || isSending) return;
    setSending(true);
    try {
      await visit.open(toOpen(draft));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
    } finally {
      setSending(false);
    }
  };
  const rooms = Array.from({ length: Math.max(0, Math.min(MOST_ROOMS, draft.rooms || 0)) }, (_, place) => place);
  return (
    <form className="breakouts__form" aria-label="Open breakout rooms" onSubmit={submit}>
      <div className="pl-field">
        <label className="pl-label" htmlFor={`${id}-rooms`}>
          Number of rooms
        </label>
        <input
          id={`${id}-rooms`}
          className="pl-input"
          data-testid="breakouts-rooms"
          type="number"
          min={1}
          max={MOST_ROOMS}
          value={Number.isNaN(draft.rooms) ? "" : draft.rooms}
          onChange={(event) => change({ rooms: event.target.valueAsNumber })}
        />
      </div>
      <fieldset className="breakouts__ways">
        <legend className="pl-label">Who goes where</legend>
        {WAYS.map(({ by, label }) => (
          <label key={by} className="breakouts__way">
            <input type="radio" name={id} checked={draft.by === by} onChange={() => change({ by })} />
            {label}
          </label>
        ))}
      </fieldset>
      {draft.by === "hand" &&
        assignable(view).map((person) => (
          <Choice
            key={person.id}
            person={person}
            value={String(draft.places[person.id] ?? "")}
            rooms={rooms.map((place) => ({ value: String(place), label: `Breakout ${place + 1}` }))}
            onChoose={(value) => {
              const { [person.id]: _, ...others } = draft.places;
              change({ places: value === "" ? others : { ...others, [person.id]: Number(value) } });
            }}
          />
        ))}
      <div className="pl-field">
        <label className="pl-label" htmlFor={`${id}-minutes`}>
          Minutes, or empty for no limit
        </label>
        <input
          id={`${id}-minutes`}
          className="pl-input"
          type="number"
          min={1}
          max={MOST_MINUTES}
          value={draft.minutes}
          onChange={(event) => change({ minutes: event.target.value })}
        />
      </div>
      {problem !== "" && (
        <p className="pl-error" role="alert">
          {problem}
        </p>
      )}
      <button
        type="submit"
        className="pl-button pl-button--primary"
        data-testid="breakouts-open"
        aria-disabled={isSending}
      >
        Open the rooms
      </button>
    </form>
  );
}

interface RoomProps {
  visit: RoomVisit;
  group: Group;
  moderates: boolean;
  attempt: Attempt;
}

function Room({ visit, group: { breakout, here, coming }, moderates, attempt }: RoomProps) {
  const id = useId();
  const current = useRead(visit, visit.breakout);
  const isHere = current?.id === breakout.id;
  const mayGo = moderates || breakout.is_mine || breakout.by_choice;
  return (
    <article className="breakout" aria-labelledby={id} data-testid="breakout" data-here={isHere}>
      <h3 id={id}>{breakout.label}</h3>
      <p className="breakout__people">
        {here.length > 0 ? here.map(({ name }) => name).join(", ") : "Nobody is here."}
      </p>
      {coming.length > 0 && (
        <p className="breakout__coming">Assigned, not here: {coming.map(({ name }) => name).join(", ")}</p>
      )}
      {breakout.help_asked_at !== null && <p className="pl-badge pl-badge--warn">Asks for help</p>}
      {isHere && <p className="breakout__coming">You are here.</p>}
      {!isHere && mayGo && (
        <button
          type="button"
          className="pl-button pl-button--small"
          data-testid="breakout-go"
          onClick={() => attempt(visit.go(breakout))}
        >
          Go to {breakout.label}
        </button>
      )}
    </article>
  );
}

function Moves({ visit, attempt }: Pick<Props, "visit" | "attempt">) {
  const view = useRead(visit, visit.view);
  const rooms = openOnes(view).map(({ id, label }) => ({ value: id, label }));
  const open = new Set(rooms.map(({ value }) => value));
  const people = assignable(view);
  if (people.length === 0) return null;
  return (
    <section className="breakouts__form" aria-label="Move people">
      <h3>Move people</h3>
      {people.map((person) => (
        <Choice
          key={person.id}
          person={person}
          value={person.breakout_id !== null && open.has(person.breakout_id) ? person.breakout_id : ""}
          rooms={rooms}
          onChoose={(value) => attempt(visit.assign(person.id, value === "" ? null : value), `${person.name} is moved`)}
        />
      ))}
    </section>
  );
}

interface ChoiceProps {
  person: BreakoutPersonView;
  /** Empty: the main room. */
  value: string;
  rooms: readonly { value: string; label: string }[];
  onChoose: (value: string) => void;
}

function Choice({ person, value, rooms, onChoose }: ChoiceProps) {
  const id = useId();
  return (
    <div className="breakouts__person" data-testid="breakout-person">
      <label htmlFor={id}>{person.name}</label>
      <select id={id} className="pl-input" value={value} onChange={(event) => onChoose(event.target.value)}>
        <option value="">Main room</option>
        {rooms.map((room) => (
          <option key={room.value} value={room.value}>
            {room.label}
          </option>
        ))}
      </select>
    </div>
  );
}
