/** The people panel: who is here, raised hands in their order, and what hosts and co-hosts may do. */
import { ConnectionQualityIndicator } from "@livekit/components-react";
import type { Participant } from "livekit-client";
import { useState } from "react";
import { api } from "../../api";
import { linkHere } from "../link";
import { SPOTLIGHT } from "../people/arrangement";
import { handedOver } from "../people/handingOver";
import { handOf, handQueue, initialsOf, inPanelOrder, maySpeak, nameOf, roleLabel, roleOf } from "../people/person";
import type { Session } from "../session";
import { AdmissionList, type AdmissionPerson } from "./Admission";
import { HostMenu } from "./HostMenu";
import { useRead } from "./hooks";
import { Icon } from "./icons";
import { Menu, type MenuItem } from "./Menu";
import { Panel } from "./Panel";
import { HandingOver, Removing, Renaming } from "./PersonDialogs";
import "./PeoplePanel.css";

interface Props {
  /** The main meeting's slug: its doors are set, and who waits or was removed is there. */
  door: string;
  session: Session;
  people: Participant[];
  colors: ReadonlyMap<string, number>;
  admissions: readonly AdmissionPerson[];
  onClose: () => void;
  /** Awaits a call and shows its error, or `done`. */
  attempt: (work: Promise<unknown>, done?: string) => void;
}

export function PeoplePanel({ door, session, people, colors, admissions, onClose, attempt }: Props) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const hands = handQueue(people);
  useRead(session.names, session.names.shown);
  useRead(session.rights, session.rights.now);
  const called = (person: Participant): string => session.names.of(person.identity, nameOf(person));
  const copy = (): void => attempt(navigator.clipboard.writeText(linkHere()), "Link copied");
  return (
    <Panel title={`People (${people.length})`} testId="people-panel" onClose={onClose}>
      <div className="panel__scroll">
        {hands.size > 0 && session.rights.may("lower_hands") && (
          <div className="hands" data-testid="hands">
            <span>{hands.size === 1 ? "1 hand raised" : `${hands.size} hands raised`}</span>
            <button
              type="button"
              className="pl-button pl-button--small"
              data-testid="lower-all"
              onClick={(event) => {
                // The button goes with the hands.
                event.currentTarget.closest("aside")?.querySelector("h2")?.focus();
                attempt(
                  Promise.all([...hands.keys()].map((id) => api.changeParticipant(session.slug, id, { hand: false }))),
                  "All hands were lowered",
                );
              }}
            >
              Lower all hands
            </button>
          </div>
        )}
        <ul className="people">
          {inPanelOrder(people, session.self).map((person) => (
            <Row
              key={person.identity}
              person={person}
              name={called(person)}
              place={hands.get(person.identity)}
              color={colors.get(person.identity)}
              items={itemsFor(session, person, attempt, (about) => setAsked({ about, person }))}
            />
          ))}
        </ul>
        <AdmissionList slug={door} people={admissions} attempt={attempt} />
      </div>
      <footer className="panel__foot">
        <button type="button" className="pl-button" onClick={copy}>
          <Icon name="link" />
          Copy the link
        </button>
        <HostMenu door={door} session={session} attempt={attempt} />
      </footer>
      {asked !== null && (
        <Question
          {...asked}
          session={session}
          name={called(asked.person)}
          onClose={() => setAsked(null)}
          attempt={attempt}
        />
      )}
    </Panel>
  );
}

interface Asked {
  about: "hand over" | "remove" | "rename";
  person: Participant;
}

interface QuestionProps extends Asked {
  session: Session;
  name: string;
  onClose: () => void;
  attempt: Props["attempt"];
}

function Question({ about, person, session, name, onClose, attempt }: QuestionProps) {
  const { slug } = session;
  if (about === "rename")
    return (
      <Renaming
        name={nameOf(person)}
        onClose={onClose}
        onName={(chosen) => attempt(api.changeParticipant(slug, person.identity, { name: chosen }), "Renamed")}
      />
    );
  if (about === "hand over")
    return (
      <HandingOver
        name={name}
        onClose={onClose}
        onHand={() => attempt(api.changeParticipant(slug, person.identity, { role: "host" }), handedOver(name))}
      />
    );
  return (
    <Removing
      name={name}
      onClose={onClose}
      onRemove={(block) =>
        attempt(api.removeParticipant(slug, person.identity, block), `${name} was ${block ? "blocked" : "removed"}`)
      }
    />
  );
}

interface RowProps {
  person: Participant;
  name: string;
  place: number | undefined;
  color: number | undefined;
  items: MenuItem[];
}

function Row({ person, name, place, color, items }: RowProps) {
  const role = roleLabel(roleOf(person));
  const notes = [role, maySpeak(person.permissions) ? "" : "Cannot speak"].filter(Boolean).join(" · ");
  return (
    <li className="person" data-testid="person" data-identity={person.identity}>
      <span className="avatar avatar--small" data-speaker-color={color ?? 0} aria-hidden="true">
        {initialsOf(nameOf(person))}
      </span>
      <span className="person__who">
        <span className="person__name">
          {name}
          {person.isLocal && " (you)"}
        </span>
        {notes !== "" && <span className="person__role">{notes}</span>}
      </span>
      {place !== undefined && (
        <span className="pl-badge pl-badge--warn">
          <Icon name="hand" />
          {place}
          <span className="pl-visually-hidden"> in the queue of raised hands</span>
        </span>
      )}
      <ConnectionQualityIndicator participant={person} />
      <span className="person__mic" data-on={person.isMicrophoneEnabled}>
        <Icon name={person.isMicrophoneEnabled ? "mic" : "mic-off"} />
        <span className="pl-visually-hidden">{person.isMicrophoneEnabled ? "microphone on" : "microphone off"}</span>
      </span>
      {items.length > 0 ? (
        <Menu label={`More for ${name}`} className="plain" items={items}>
          <Icon name="more" />
        </Menu>
      ) : (
        <span className="plain" aria-hidden="true" />
      )}
    </li>
  );
}

function itemsFor(
  session: Session,
  person: Participant,
  attempt: Props["attempt"],
  ask: (about: Asked["about"]) => void,
): MenuItem[] {
  const { rights } = session;
  const name = session.names.of(person.identity, nameOf(person));
  const change = (body: Parameters<typeof api.changeParticipant>[2], done: string) => () =>
    attempt(api.changeParticipant(session.slug, person.identity, body), done);
  const items: MenuItem[] = [];
  if (rights.over("spotlight", person))
    items.push(
      person.attributes[SPOTLIGHT] === undefined
        ? { label: "Spotlight for everyone", onSelect: change({ spotlight: true }, `Everyone sees ${name} large`) }
        : { label: "End the spotlight", onSelect: change({ spotlight: false }, "The spotlight is over") },
    );
  if (person.isLocal) return items;
  if (rights.over("mute_others", person) && person.isMicrophoneEnabled)
    items.push({ label: "Mute", onSelect: change({ muted: true }, `${name} was muted`) });
  if (rights.over("silence_others", person) && person.permissions !== undefined) {
    items.push(
      maySpeak(person.permissions)
        ? { label: "Block microphone", onSelect: change({ may_speak: false }, `${name} cannot speak now`) }
        : { label: "Allow microphone", onSelect: change({ may_speak: true }, `${name} can speak again`) },
    );
  }
  if (rights.over("stop_video", person) && person.isCameraEnabled)
    items.push({ label: "Turn camera off", onSelect: change({ camera: false }, `${name}’s camera was turned off`) });
  if (rights.over("stop_video", person) && person.isScreenShareEnabled)
    items.push({ label: "Stop sharing", onSelect: change({ screen: false }, `${name}’s screen is no longer shared`) });
  if (rights.over("lower_hands", person) && handOf(person) !== null)
    items.push({ label: "Lower hand", onSelect: change({ hand: false }, `${name}’s hand was lowered`) });
  if (rights.over("give_roles", person))
    items.push(
      roleOf(person) === "cohost"
        ? { label: "Remove as co-host", onSelect: change({ role: "participant" }, `${name} is a participant now`) }
        : { label: "Make co-host", onSelect: change({ role: "cohost" }, `${name} is a co-host now`) },
    );
  if (rights.over("hand_over", person)) items.push({ label: "Make host", onSelect: () => ask("hand over") });
  if (rights.over("rename_others", person)) items.push({ label: "Rename", onSelect: () => ask("rename") });
  if (rights.over("remove", person))
    items.push({ label: "Remove from the meeting", danger: true, onSelect: () => ask("remove") });
  return items;
}
