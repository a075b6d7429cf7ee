/** Lines, segments and gaps for tests; by default Alice's first words. */
import type { Gap, SegmentView } from "../../api";
import type { Line } from "./line";
import type { History } from "./store";

export function aLine(change: Partial<Line> = {}): Line {
  return {
    id: "s1",
    seq: 0,
    speaker: "alice",
    name: "Alice",
    startMs: 0,
    endMs: 500,
    text: "hello",
    isFinal: false,
    revision: change.isFinal ? 1 : 0,
    confidence: null,
    doubts: null,
    seenAt: 0,
    ...change,
  };
}

export function aSegment(change: Partial<SegmentView> = {}): SegmentView {
  return {
    id: "s1",
    seq: 0,
    participant_id: null,
    identity: "alice",
    speaker: "Alice",
    start_ms: 0,
    end_ms: 500,
    text: "hello",
    state: "final",
    revision: 1,
    confidence: null,
    words: [],
    language: "en",
    engine: "vosk",
    ...change,
  };
}

/** A minute that the speech engine did not transcribe. */
export function aGap(change: Partial<Gap> = {}): Gap {
  return {
    id: "g1",
    participant_id: null,
    speaker: null,
    cause: "engine",
    reason: "the speech engine failed",
    from_ms: 1_000,
    to_ms: 61_000,
    ...change,
  };
}

/** An answer to a request of just now, without a gap. */
export function aHistory(lines: readonly Line[], change: Partial<History> = {}): History {
  return { lines, gaps: [], asOf: "2026-01-01T10:00:00Z", askedAt: 0, ...change };
}
