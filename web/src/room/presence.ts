/** The state machine of the session's connection: one table, no I/O. Events that are not in the table are ignored. */

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
 * connecting: the first attempt. reconnecting: LiveKit restores its own connection. waiting: the connection is lost, until
 * the next attempt. rejoining: an attempt. blocked: signalling works, media does not, until the next attempt; retrying: an
 * attempt after that. over: for good, see `Exit`.
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

/** joined, unreachable, media-blocked: results of an attempt. due: time for the next one. ended: left, removed, refused. */
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

/** The state after an event; null where it is ignored. */
export function after(presence: Presence, event: PresenceEvent): Presence | null {
  return TABLE[presence][event] ?? null;
}

/** The room is connected, or LiveKit is restoring its connection. */
export function isInside(presence: Presence): boolean {
  return presence === "connected" || presence === "reconnecting";
}
