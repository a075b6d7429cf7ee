/** For hosts and co-hosts: who waits to be let in, and who was removed. */
import { useEffect, useRef, useState } from "react";
import { api, type ParticipantView } from "../../api";
import { oneAtATime } from "../../oneAtATime";
import { watchChanges } from "../events";
import { Knocks, ring } from "../knocks";
import { linkToNext } from "../link";
import { Icon } from "./icons";
import { Menu } from "./Menu";
import "./Admission.css";

export interface AdmissionPerson {
  id: string;
  name: string;
  status: Extract<ParticipantView["status"], "waiting" | "removed">;
  /** What they say while they wait. */
  note: string;
  isBlocked: boolean;
}

type Attempt = (work: Promise<unknown>, done?: string) => void;

interface AdmissionProps {
  /** The main meeting's, also while one is in a breakout room: that has no door of its own. */
  slug: string;
  people: readonly AdmissionPerson[];
  attempt: Attempt;
}

/** People who wait or were removed, fetched again at each of the room's events. */
export function useAdmissions(slug: string, moderates: boolean): readonly AdmissionPerson[] {
  const [people, setPeople] = useState<readonly AdmissionPerson[]>([]);
  useEffect(() => {
    if (!moderates) return undefined;
    const refresh = oneAtATime(() =>
      api.participants(slug).then(
        ({ participants }) => setPeople(admissionsOf(participants)),
        () => undefined, // fetched again at the next event
      ),
    );
    return watchChanges(slug, () => void refresh());
  }, [slug, moderates]);
  return moderates ? people : [];
}

/** Rings for hosts when somebody begins to wait, if they want that. */
export function useKnockSound(people: readonly AdmissionPerson[], wanted: boolean): void {
  const knocks = useRef(new Knocks());
  useEffect(() => {
    if (knocks.current.hear(people) && wanted) void ring();
  }, [people, wanted]);
}

type Listed = Pick<ParticipantView, "id" | "label" | "status" | "note" | "is_turned_away" | "is_blocked">;

/** Who was turned away is not listed until they ask again. Two of one name are numbered. */
export function admissionsOf(people: readonly Listed[]): AdmissionPerson[] {
  return people.flatMap(({ id, label, status, note, is_turned_away: isTurnedAway, is_blocked: isBlocked }) =>
    (status === "waiting" && !isTurnedAway) || status === "removed"
      ? [{ id, name: label, status, note, isBlocked }]
      : [],
  );
}

/** Over the stage, while somebody waits. */
export function AdmissionNotice({ slug, people, attempt }: AdmissionProps) {
  const [first, ...others] = people.filter((person) => person.status === "waiting");
  if (first === undefined) return null;
  return (
    <div className="pl-notice knock" role="status" data-testid="knock">
      <span>
        <bdi>{first.name}</bdi>
        {others.length > 0 && ` and ${others.length} more`} {others.length > 0 ? "want" : "wants"} to join
        {first.note !== "" && <q className="knock__note">{first.note}</q>}
      </span>
      <span className="knock__ways">
        <button
          type="button"
          className="pl-button"
          data-testid="turn-away"
          onClick={() => attempt(api.changeParticipant(slug, first.id, { admitted: false }))}
        >
          Refuse
        </button>
        <LetIn slug={slug} person={first} attempt={attempt} />
      </span>
    </div>
  );
}

/** In the people panel. */
export function AdmissionList({ slug, people, attempt }: AdmissionProps) {
  if (people.length === 0) return null;
  const waiting = people.filter(({ status }) => status === "waiting").length;
  return (
    <section aria-label="Waiting or removed">
      <h3 className="panel__heading">Waiting or removed</h3>
      {waiting > 1 && (
        <p className="knock__ways">
          <button
            type="button"
            className="pl-button"
            data-testid="let-all-in"
            onClick={() => attempt(api.answerAll(slug, true), "Everybody who waited can join now")}
          >
            Let all {waiting} in
          </button>
          <button
            type="button"
            className="pl-button"
            data-testid="turn-all-away"
            onClick={() => attempt(api.answerAll(slug, false), "Everybody who waited was turned away")}
          >
            Refuse all
          </button>
        </p>
      )}
      <ul className="people">
        {people.map((person) => (
          <li key={person.id} className="person" data-testid="at-the-door">
            <span className="person__who">
              <bdi className="person__name">{person.name}</bdi>
              <bdi className="person__role">{standingOf(person)}</bdi>
            </span>
            <LetIn slug={slug} person={person} attempt={attempt} />
            {person.status === "waiting" && (
              <Menu
                label={`More for ${person.name}`}
                className="plain"
                items={[
                  {
                    label: "Refuse",
                    onSelect: () =>
                      attempt(
                        api.changeParticipant(slug, person.id, { admitted: false }),
                        `${person.name} was turned away`,
                      ),
                  },
                  {
                    label: `Refuse and block${alsoLater()}`,
                    danger: true,
                    onSelect: () =>
                      attempt(api.removeParticipant(slug, person.id, true), `${person.name} was blocked${alsoLater()}`),
                  },
                ]}
              >
                <Icon name="more" />
              </Menu>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How far blocking goes, where it goes further than this meeting. */
function alsoLater(): string {
  return linkToNext() === null ? "" : ", also from later meetings";
}

function standingOf({ status, note, isBlocked }: AdmissionPerson): string {
  if (status === "waiting") return note || "Waiting";
  return isBlocked ? "Blocked" : "Removed";
}

function LetIn({ slug, person, attempt }: { slug: string; person: AdmissionPerson; attempt: Attempt }) {
  const back = person.status === "removed";
  return (
    <button
      type="button"
      className="pl-button"
      data-testid="let-in"
      onClick={(event) => {
        // The button goes with the person.
        event.currentTarget.closest("aside")?.querySelector("h2")?.focus();
        attempt(
          api.changeParticipant(slug, person.id, { admitted: true }),
          back ? `${person.name} can join again` : `${person.name} can join now`,
        );
      }}
    >
      {back ? "Let in again" : "Let in"}
    </button>
  );
}
