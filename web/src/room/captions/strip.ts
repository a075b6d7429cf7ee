/** Chooses the lines of the caption strip, and when to choose again. */
import type { Line } from "./line";

/** A final stays long enough to be read: a base, and more for more words. */
const HOLD_MS = 4_000;
const HOLD_MS_PER_CHARACTER = 45;
const HOLD_MAX_MS = 9_000;
/** An interim without an update for so long gets no final any more. */
const STALE_MS = 10_000;

export interface Strip {
  readonly lines: readonly Line[];
  /** When the next line expires, in ms of the client's clock; null where none does. */
  readonly nextChange: number | null;
}

/** When a line leaves the strip. */
export function expiry(line: Line): number {
  if (line.seenAt === null) return Number.NEGATIVE_INFINITY;
  if (!line.isFinal) return line.seenAt + STALE_MS;
  return line.seenAt + Math.min(HOLD_MAX_MS, HOLD_MS + line.text.length * HOLD_MS_PER_CHARACTER);
}

/** At most `limit` lines: interims first, then the newest finals; in the order of the transcript. */
export function stripOf(lines: readonly Line[], now: number, limit: number): Strip {
  const alive = lines.filter((line) => expiry(line) > now);
  const open = [...newestOpen(alive).values()].slice(-limit);
  const left = limit - open.length;
  const isFinal = left > 0 ? alive.filter((line) => line.isFinal).slice(-left) : [];
  const kept = new Set([...open, ...isFinal]);
  const shown = alive.filter((line) => kept.has(line));
  const ends = shown.map(expiry);
  return { lines: shown, nextChange: ends.length > 0 ? Math.min(...ends) : null };
}

/** The newest interim of each speaker: an older one was interrupted, and its final is still to come. */
function newestOpen(lines: readonly Line[]): ReadonlyMap<string, Line> {
  return new Map(lines.filter((line) => !line.isFinal).map((line) => [line.speaker, line]));
}
