/** Being in the meeting, as a state machine: one table, free of I/O. What is not in the table changes nothing. */

export const PRESENCES = [
  "connecting",
  "connected",
  "reconnecting",
  "waiting",
  "rejoining",
  "blocked",
  "retrying",
  "over",
] as const;

/**
 * connecting: the first attempt. reconnecting: LiveKit mends its own connection. waiting: the connection is lost, the next
 * attempt comes. rejoining: joins anew. blocked: the server answers, sound and video do not get through; retrying: tries
 * again after that. over: for good, see `Exit`.
 */
export type Presence = (typeof PRESENCES)[number];

export const EVENTS = [
  "joined",
  "unreachable",
  "media-blocked",
  "interrupted",
  "resumed",
  "lost",
  "due",
  "ended",
] as const;

/** joined, unreachable, media-blocked: how an attempt went. due: time for the next one. ended: left, removed, refused. */
export type PresenceEvent = (typeof EVENTS)[number];

export const TABLE: Readonly<Record<Presence, Partial<Record<PresenceEvent, Presence>>>> = {
  connecting: { joined: "connected", unreachable: "waiting", "media-blocked": "blocked", ended: "over" },
  connected: { interrupted: "reconnecting", lost: "waiting", ended: "over" },
  reconnecting: { resumed: "connected", lost: "waiting", ended: "over" },
  waiting: { due: "rejoining", ended: "over" },
  rejoining: { joined: "connected", unreachable: "waiting", "media-blocked": "blocked", ended: "over" },
  blocked: { due: "retrying", ended: "over" },
  retrying: { joined: "connected", unreachable: "waiting", "media-blocked": "blocked", ended: "over" },
  over: {},
};

/** The state after an event; null where the event means nothing in that state. */
export function after(presence: Presence, event: PresenceEvent): Presence | null {
  return TABLE[presence][event] ?? null;
}

/** There is a connection through which to send; LiveKit may be mending it. */
export function isInside(presence: Presence): boolean {
  return presence === "connected" || presence === "reconnecting";
}
