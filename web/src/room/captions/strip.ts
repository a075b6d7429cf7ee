/** Which lines the caption strip shows now, and when it must look again. */
import type { Line } from "./line";

/** A settled line stays long enough to be read: a base, and more for more words. */
const HOLD_MS = 4_000;
const HOLD_MS_PER_CHARACTER = 45;
const HOLD_MAX_MS = 9_000;
/** An open line that has not grown for so long has lost its speaker. */
const STALE_MS = 10_000;

export interface Strip {
  readonly lines: readonly Line[];
  /** When the next line runs out, ms of the client's clock; null when none will. */
  readonly nextChange: number | null;
}

/** When a line leaves the strip by itself. */
export function expiry(line: Line): number {
  if (line.seenAt === null) return Number.NEGATIVE_INFINITY;
  if (!line.settled) return line.seenAt + STALE_MS;
  return line.seenAt + Math.min(HOLD_MAX_MS, HOLD_MS + line.text.length * HOLD_MS_PER_CHARACTER);
}

/** At most `room` lines: whoever speaks now comes first, then the newest of what was said. */
export function stripOf(lines: readonly Line[], now: number, room: number): Strip {
  const alive = lines.filter((line) => expiry(line) > now);
  const open = [...newestOpen(alive).values()].slice(-room);
  const left = room - open.length;
  const settled = left > 0 ? alive.filter((line) => line.settled).slice(-left) : [];
  const kept = new Set([...open, ...settled]);
  const shown = alive.filter((line) => kept.has(line));
  const ends = shown.map(expiry);
  return { lines: shown, nextChange: ends.length > 0 ? Math.min(...ends) : null };
}

/** One mouth, one open line: an older one was cut off and waits for its end. */
function newestOpen(lines: readonly Line[]): ReadonlyMap<string, Line> {
  return new Map(lines.filter((line) => !line.settled).map((line) => [line.speaker, line]));
}
