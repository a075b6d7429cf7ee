/** One segment of the transcript, received by stream or fetched as history. */
import type { SegmentView } from "../../api";
import { doubtsOf, type Span, wordsOfStream } from "./doubts";

export interface Line {
  readonly id: string;
  /** -1 until the segment is stored. */
  readonly seq: number;
  /** LiveKit identity; the name where the server has none any more. */
  readonly speaker: string;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Empty in a final line: the segment was discarded. */
  readonly text: string;
  /** False for an interim, whose words may still change. */
  readonly isFinal: boolean;
  /** Of the row in the database: 0 for an interim, 1 for the first final, more for a later one. */
  readonly revision: number;
  readonly confidence: number | null;
  /** Its doubtful words; null where only the confidence of the whole is known. */
  readonly doubts: readonly Span[] | null;
  /** When this client received its first final or its latest interim, in ms of its own clock; null if it received neither. */
  readonly seenAt: number | null;
}

/** Finals of a lower confidence are marked, if that of their words is not known. */
const LOW_CONFIDENCE = 0.6;
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
    isFinal: segment.state !== "open",
    revision: segment.revision,
    confidence: segment.confidence,
    // What somebody corrected is not the engine's any more.
    doubts: segment.state === "corrected" ? [] : doubtsOf(segment.text, segment.words ?? []),
    seenAt: null,
  };
}

/**
 * Reads one `lk.transcription` stream (docs/wire.md); null where its attributes lack the segment or the speaker. The sender
 * is the transcriber, never the speaker.
 */
export function lineOfStream(attributes: Readonly<Record<string, string>>, text: string, now: number): Line | null {
  const id = attributes["lk.segment_id"];
  const speaker = attributes["parley.speaker"];
  if (!id || !speaker) return null;
  const isFinal = attributes["lk.transcription_final"] === "true";
  const revision = number(attributes["parley.revision"]) ?? (isFinal ? FIRST_FINAL_REVISION : 0);
  const startMs = number(attributes["parley.start_ms"]) ?? 0;
  const words = text.trim();
  return {
    id,
    seq: number(attributes["parley.seq"]) ?? -1,
    speaker,
    name: attributes["parley.name"] || speaker,
    startMs,
    endMs: number(attributes["parley.end_ms"]) ?? startMs,
    text: words,
    isFinal,
    revision,
    confidence: number(attributes["parley.confidence"]),
    doubts: doubtsOf(words, wordsOfStream(attributes["parley.words"])),
    seenAt: revision > FIRST_FINAL_REVISION ? null : now,
  };
}

function number(text: string | undefined): number | null {
  if (text === undefined || text === "") return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** Merges a line of a stream: an interim never replaces a final, nor an older final a newer one. */
export function mergeStreamed(known: Line | undefined, fresh: Line): Line {
  if (known === undefined) return fresh;
  if (fresh.isFinal) {
    const seq = fresh.seq < 0 ? known.seq : fresh.seq;
    if (!known.isFinal) return { ...fresh, seq, seenAt: fresh.seenAt ?? known.seenAt };
    return fresh.revision < known.revision ? known : { ...fresh, seq, seenAt: known.seenAt ?? fresh.seenAt };
  }
  return known.isFinal || fresh.endMs < known.endMs ? known : fresh;
}

/** Merges a line of history: a final wins unless it is older; an interim only adds what is missing. */
export function mergeStored(known: Line | undefined, stored: Line): Line {
  if (known === undefined) return stored;
  const kept = { ...stored, seenAt: known.seenAt };
  if (!known.isFinal) return stored.isFinal || stored.endMs > known.endMs ? kept : known;
  return stored.isFinal && stored.revision >= known.revision ? kept : known;
}

/** What is marked of a line: some words, or all of them. */
export function doubtfulSpans({ confidence, doubts, isFinal, text }: Line): readonly Span[] {
  if (!isFinal) return [];
  if (doubts !== null) return doubts;
  return confidence !== null && confidence < LOW_CONFIDENCE ? [[0, text.length]] : [];
}

/** By the time people began to speak. */
export function inOrder(one: Line, other: Line): number {
  return one.startMs - other.startMs || one.seq - other.seq;
}
