/** Chooses the lines of the caption strip, and when to choose again. */
import type { CaptionHold } from "../preferences";
import type { Line } from "./line";

/** A final stays long enough to be read: a base, and more for more words. */
const HOLD_MS = 4_000;
const HOLD_MS_PER_CHARACTER = 45;
const HOLD_MAX_MS = 9_000;
/** The factor by which each choice changes it; lines that are kept leave when others need the space. */
const HOLDS: Readonly<Record<CaptionHold, number>> = {
  short: 0.6,
  normal: 1,
  long: 2.5,
  kept: Number.POSITIVE_INFINITY,
};
/** An interim without an update for so long gets no final any more. */
const STALE_MS = 10_000;

export interface Strip {
  readonly lines: readonly Line[];
  /** When the next line expires, in ms of the client's clock; null where none does. */
  readonly nextChange: number | null;
}

/** When a line leaves the strip. */
export function expiry(line: Line, hold: CaptionHold = "normal"): number {
  if (line.seenAt === null) return Number.NEGATIVE_INFINITY;
  if (!line.isFinal) return line.seenAt + STALE_MS;
  return line.seenAt + Math.min(HOLD_MAX_MS, HOLD_MS + line.text.length * HOLD_MS_PER_CHARACTER) * HOLDS[hold];
}

/** At most `limit` lines: interims first, then the newest finals; in the order of the transcript. */
export function stripOf(lines: readonly Line[], now: number, limit: number, hold: CaptionHold = "normal"): Strip {
  const alive = lines.filter((line) => expiry(line, hold) > now);
  const open = [...newestOpen(alive).values()].slice(-limit);
  const left = limit - open.length;
  const isFinal = left > 0 ? alive.filter((line) => line.isFinal).slice(-left) : [];
  const kept = new Set([...open, ...isFinal]);
  const shown = alive.filter((line) => kept.has(line));
  const next = Math.min(...shown.map((line) => expiry(line, hold)));
  return { lines: shown, nextChange: Number.isFinite(next) ? next : null };
}

/** The newest interim of each speaker: an older one was interrupted, and its final is still to come. */
function newestOpen(lines: readonly Line[]): ReadonlyMap<string, Line> {
  return new Map(lines.filter((line) => !line.isFinal).map((line) => [line.speaker, line]));
}
