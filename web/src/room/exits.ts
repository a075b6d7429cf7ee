/** Every reason for being outside the room, and what the exit page says. */
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

export interface ExitText {
  title: string;
  text: string;
  /** Buttons, the most likely first. */
  actions: readonly ("rejoin" | "retry" | "minutes" | "sign-in" | "home")[];
}

export const EXIT_TEXTS: Readonly<Record<Exit, ExitText>> = {
  left: {
    title: "You left the meeting",
    text: "The meeting goes on without you. You can join again while it lasts.",
    actions: ["rejoin", "home"],
  },
  ended: {
    title: "The meeting has ended",
    text: "Opening its minutes…",
    actions: ["minutes", "home"],
  },
  removed: {
    title: "You were removed from this meeting",
    text: "If that was a mistake, ask the host to let you in again, then press Try again.",
    actions: ["retry", "home"],
  },
  elsewhere: {
    title: "You joined from another tab or device",
    text: "You can be in the meeting in one place at a time. Joining here disconnects the other.",
    actions: ["rejoin", "home"],
  },
  missed: {
    title: "The meeting ended while you were disconnected",
    text: "Opening its minutes…",
    actions: ["minutes", "home"],
  },
  full: {
    title: "This meeting is full",
    text: "Every place is taken. Try again after somebody has left.",
    actions: ["retry", "home"],
  },
  unknown: {
    title: "There is no meeting at this link",
    text: "Check that the link is complete. If you were invited by e-mail, sign in with the address that got the invitation.",
    actions: ["sign-in", "home"],
  },
  guests: {
    title: "You need an account for this meeting",
    text: "The host lets in only people with an account. Sign in to join.",
    actions: ["sign-in", "home"],
  },
  cancelled: { title: "This meeting was cancelled", text: "It will not take place.", actions: ["home"] },
  refused: { title: "You cannot join right now", text: "", actions: ["retry", "home"] },
  unreachable: {
    title: "The server does not answer",
    text: "Check your internet connection and try again.",
    actions: ["retry", "home"],
  },
};

/** The exit of a disconnect reason; null where the connection was lost and the session should reconnect. */
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

/** The exit of a refusal to join. */
export function exitOfRefusal(error: ApiError): Exit {
  const named = BY_KIND[error.kind];
  if (named !== undefined) return named;
  if (error.status === 404) return "unknown";
  return error.status === 401 ? "guests" : "refused";
}

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;

/** Delay before the nth attempt to reconnect, from 0: doubled each time up to a cap, with a quarter of jitter. */
export function retryDelay(attempt: number, random: number = Math.random()): number {
  const whole = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt, 10));
  return Math.round(whole * (0.75 + random / 4));
}
