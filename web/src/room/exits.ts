/** Every way not to be in the room, and the words for it. */
import { DisconnectReason } from "livekit-client";
import type { ApiError } from "../api";

export type Exit =
  | "left"
  | "ended"
  | "removed"
  | "elsewhere"
  | "missed"
  | "full"
  | "unknown"
  | "guests"
  | "cancelled"
  | "refused"
  | "unreachable";

export interface ExitWords {
  title: string;
  text: string;
  /** What the person can do about it, the likeliest first. */
  ways: readonly ("rejoin" | "retry" | "minutes" | "sign-in" | "home")[];
}

export const WORDS: Readonly<Record<Exit, ExitWords>> = {
  left: {
    title: "You left the meeting",
    text: "The meeting goes on without you. You can join again while it lasts.",
    ways: ["rejoin", "home"],
  },
  ended: {
    title: "The meeting has ended",
    text: "Opening its minutes…",
    ways: ["minutes", "home"],
  },
  removed: {
    title: "You were removed from this meeting",
    text: "If that was a mistake, ask the host to let you in again, then press Try again.",
    ways: ["retry", "home"],
  },
  elsewhere: {
    title: "You joined from another tab or device",
    text: "You can be in the meeting in one place at a time. Joining here disconnects the other.",
    ways: ["rejoin", "home"],
  },
  missed: {
    title: "The meeting ended while you were disconnected",
    text: "Opening its minutes…",
    ways: ["minutes", "home"],
  },
  full: {
    title: "This meeting is full",
    text: "Every place is taken. Try again after somebody has left.",
    ways: ["retry", "home"],
  },
  unknown: {
    title: "There is no meeting at this link",
    text: "Check that the link is complete. If you were invited by e-mail, sign in with the address that got the invitation.",
    ways: ["sign-in", "home"],
  },
  guests: {
    title: "You need an account for this meeting",
    text: "The host lets in only people with an account. Sign in to join.",
    ways: ["sign-in", "home"],
  },
  cancelled: { title: "This meeting was cancelled", text: "It will not take place.", ways: ["home"] },
  refused: { title: "You cannot join right now", text: "", ways: ["retry", "home"] },
  unreachable: {
    title: "The server does not answer",
    text: "Check your internet connection and try again.",
    ways: ["retry", "home"],
  },
};

/** Why LiveKit let go of us; null when the connection was lost and one should come back. */
export function exitOfDisconnect(reason: DisconnectReason | undefined): Exit | null {
  switch (reason) {
    case DisconnectReason.CLIENT_INITIATED:
      return "left";
    case DisconnectReason.DUPLICATE_IDENTITY:
      return "elsewhere";
    case DisconnectReason.PARTICIPANT_REMOVED:
      return "removed";
    case DisconnectReason.ROOM_DELETED:
    case DisconnectReason.ROOM_CLOSED:
      return "ended";
    default:
      return null;
  }
}

const BY_KIND: Readonly<Record<string, Exit>> = {
  "room-full": "full",
  "room-ended": "ended",
  removed: "removed",
  "guests-not-allowed": "guests",
  unreachable: "unreachable",
  timeout: "unreachable",
};

/** Why the server did not let us in. */
export function exitOfRefusal(error: ApiError): Exit {
  const named = BY_KIND[error.kind];
  if (named !== undefined) return named;
  if (error.status === 404) return "unknown";
  return error.status === 401 ? "guests" : "refused";
}

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;

/** How long to wait before the nth attempt to come back, from 0: doubled each time up to a cap, spread by a quarter. */
export function retryDelay(attempt: number, random: number = Math.random()): number {
  const whole = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt, 10));
  return Math.round(whole * (0.75 + random / 4));
}
