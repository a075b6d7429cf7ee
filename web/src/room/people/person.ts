/** Participants: roles, raised hands in their order, and what one may do to another. */
import { type Participant, ParticipantKind } from "livekit-client";
import type { Role } from "../../api";

export const ROLE = "parley.role";
export const HAND = "parley.hand";

/** The fields of a LiveKit participant that are used here. */
export interface Attendee {
  readonly identity: string;
  readonly name?: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  readonly joinedAt?: Date | undefined;
}

const ROLES: Readonly<Record<Role, string>> = {
  host: "Host",
  cohost: "Co-host",
  participant: "",
  guest: "Guest",
};

export function roleOf(person: Pick<Attendee, "attributes">): Role {
  const role = person.attributes[ROLE] ?? "";
  return Object.hasOwn(ROLES, role) ? (role as Role) : "participant";
}

/** Empty for an ordinary participant. */
export function roleLabel(role: Role): string {
  return ROLES[role];
}

/** When the hand was raised; null while it is down. */
export function handOf(person: Attendee): number | null {
  const at = Date.parse(person.attributes[HAND] ?? "");
  return Number.isNaN(at) ? null : at;
}

/** The place in the queue of raised hands, from 1, by identity. */
export function handQueue(people: readonly Attendee[]): ReadonlyMap<string, number> {
  const raised = people
    .map((person) => ({ identity: person.identity, at: handOf(person) }))
    .filter((each): each is { identity: string; at: number } => each.at !== null)
    .sort((one, other) => one.at - other.at);
  return new Map(raised.map(({ identity }, n) => [identity, n + 1]));
}

/** Raised hands first in their order, then oneself, then host and co-hosts, then by name. */
export function inPanelOrder<T extends Attendee>(people: readonly T[], self: string): T[] {
  const queue = handQueue(people);
  const rank = (person: T): number => {
    const place = queue.get(person.identity);
    if (place !== undefined) return place - people.length - 1;
    if (person.identity === self) return 0;
    return { host: 1, cohost: 2, participant: 3, guest: 3 }[roleOf(person)];
  };
  return [...people].sort((one, other) => rank(one) - rank(other) || nameOf(one).localeCompare(nameOf(other)));
}

export function nameOf(person: Attendee): string {
  return person.name || person.identity;
}

/** Up to two characters for the tile of somebody without a picture: "Alex (2)" is A2. */
export function initialsOf(name: string): string {
  const words = name
    .split(/\s+/u)
    .map((word) => word.replace(/^\p{P}+/u, ""))
    .filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => firstCharacter(word ?? "").toUpperCase()).join("");
}

/** As people see it: a letter with its accents, an emoji with all its parts. */
function firstCharacter(text: string): string {
  const [first] = new Intl.Segmenter().segment(text);
  return first?.segment ?? "";
}

/** `TrackSource.MICROPHONE` of LiveKit's protocol. */
const MICROPHONE = 2;

/** Whether LiveKit lets somebody publish a microphone; unknown permissions count as yes, as does a list without entries. */
export function maySpeak(permissions: { readonly canPublishSources: readonly number[] } | undefined): boolean {
  const sources = permissions?.canPublishSources ?? [];
  return sources.length === 0 || sources.includes(MICROPHONE);
}

/** Agents and recorders get no tile and no row in the list of people. */
export function isPerson(participant: Pick<Participant, "kind">): boolean {
  return participant.kind !== ParticipantKind.AGENT && participant.kind !== ParticipantKind.EGRESS;
}
