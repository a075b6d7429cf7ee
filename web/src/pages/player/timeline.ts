/** The meeting's clock: which segments are spoken at a moment, and where speech goes on after silence. */

export interface Segment {
  id: string;
  seq: number;
  startMs: number;
  endMs: number;
}

export interface Silence {
  startMs: number;
  endMs: number;
}

/** Silence shorter than this is a pause for breath, and is played. */
const MIN_SILENCE_MS = 1500;
/** Left of a silence on both sides, so that no word is cut: word times are this exact. */
const MARGIN_MS = 300;
/** Segments that begin later are looked through for one that is still being spoken. */
const OVERLAPPING = 12;

/** The number of items whose `startMs` is at or before a moment; `items` are in the order of their starts. */
export function countBefore(items: readonly { startMs: number }[], ms: number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.startMs ?? Number.POSITIVE_INFINITY) <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The segments that are spoken at a moment: several where people speak at once. */
export function spokenAt<T extends Segment>(segments: readonly T[], ms: number): T[] {
  const count = countBefore(segments, ms);
  return segments.slice(Math.max(0, count - OVERLAPPING), count).filter((segment) => ms < segment.endMs);
}

/** The segment a moment belongs to: the one being spoken, else the last one before it, else the first. */
export function segmentAt<T extends Segment>(segments: readonly T[], ms: number): T | null {
  return spokenAt(segments, ms).at(-1) ?? segments[countBefore(segments, ms) - 1] ?? segments[0] ?? null;
}

/** Silences between segments that are worth skipping: where each begins and where speech goes on. */
export function silencesOf(segments: readonly Segment[]): Silence[] {
  const found: Silence[] = [];
  let reached = 0;
  for (const { startMs, endMs } of segments) {
    const [from, to] = [reached === 0 ? 0 : reached + MARGIN_MS, startMs - MARGIN_MS];
    if (to - from >= MIN_SILENCE_MS) found.push({ startMs: from, endMs: to });
    reached = Math.max(reached, endMs);
  }
  return found;
}

/** Where to go on from a moment in a silence; null: somebody speaks, or will not speak again. */
export function afterSilence(silences: readonly Silence[], ms: number): number | null {
  const silence = silences[countBefore(silences, ms) - 1];
  return silence !== undefined && ms < silence.endMs ? silence.endMs : null;
}
