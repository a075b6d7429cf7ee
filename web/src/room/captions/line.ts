/** One segment as a client knows it, whether the stream or the server's history brought it. */
import type { SegmentView } from "../../api";

export interface Line {
  readonly id: string;
  readonly seq: number;
  /** LiveKit identity; for people who are gone without one, their name. */
  readonly speaker: string;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Empty in a settled line: the segment came to nothing. */
  readonly text: string;
  /** False while the words may still change under the speaker's voice. */
  readonly settled: boolean;
  /** Of the row in the database; the stream does not carry it and counts for itself. */
  readonly revision: number;
  readonly confidence: number | null;
  /** When this client first saw it settle, or last saw it grow, ms of its own clock; null for history. */
  readonly seenAt: number | null;
}

/** Below this a settled line is marked as doubtful. */
export const DOUBTFUL = 0.6;
const FIRST_FINAL_REVISION = 1;

export function lineOfSegment(segment: SegmentView): Line {
  return {
    id: segment.id,
    seq: segment.seq,
    speaker: segment.identity ?? segment.speaker,
    name: segment.speaker,
    startMs: segment.start_ms,
    endMs: segment.end_ms,
    text: segment.text,
    settled: segment.state !== "open",
    revision: segment.revision,
    confidence: segment.confidence,
    seenAt: null,
  };
}

export interface StreamInfo {
  attributes: Readonly<Record<string, string>>;
  /** Who LiveKit says it is from; our own attribute goes before it. */
  identity: string;
}

/** Reads one `lk.transcription` stream; null where it is not a caption of ours or anybody's. */
export function lineOfStream({ attributes, identity }: StreamInfo, text: string, now: number): Line | null {
  const id = attributes["lk.segment_id"];
  if (id === undefined || id === "") return null;
  const speaker = attributes["parley.speaker"] || identity;
  const settled = attributes["lk.transcription_final"] === "true";
  const startMs = number(attributes["parley.start_ms"]) ?? 0;
  return {
    id,
    seq: number(attributes["parley.seq"]) ?? -1,
    speaker,
    name: attributes["parley.name"] || speaker,
    startMs,
    endMs: number(attributes["parley.end_ms"]) ?? startMs,
    text: text.trim(),
    settled,
    revision: settled ? FIRST_FINAL_REVISION : 0,
    confidence: number(attributes["parley.confidence"]),
    seenAt: now,
  };
}

function number(text: string | undefined): number | null {
  if (text === undefined || text === "") return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** From the stream, over what is known: interims never replace a final, a newer final does. */
export function mergeStreamed(known: Line | undefined, fresh: Line): Line {
  if (known === undefined) return fresh;
  if (fresh.settled) {
    if (!known.settled) return fresh;
    return { ...fresh, revision: known.revision + 1, seenAt: known.seenAt };
  }
  return known.settled || fresh.endMs < known.endMs ? known : fresh;
}

/** From the server, over what is known: its finals win unless older; its open rows only fill what is missing. */
export function mergeStored(known: Line | undefined, stored: Line): Line {
  if (known === undefined) return stored;
  const kept = { ...stored, seenAt: known.seenAt };
  if (!known.settled) return stored.settled || stored.endMs > known.endMs ? kept : known;
  return stored.settled && stored.revision >= known.revision ? kept : known;
}

/** The order of the transcript: by the moment people began to speak. */
export function inOrder(one: Line, other: Line): number {
  return one.startMs - other.startMs || one.seq - other.seq;
}
