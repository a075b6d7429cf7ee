/** Lines and segments for tests: alice's first words unless told otherwise. */
import type { SegmentView } from "../../api";
import type { Line } from "./line";

export function aLine(change: Partial<Line> = {}): Line {
  return {
    id: "s1",
    seq: 0,
    speaker: "alice",
    name: "Alice",
    startMs: 0,
    endMs: 500,
    text: "hello",
    settled: false,
    revision: change.settled ? 1 : 0,
    confidence: null,
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
    language: "en",
    engine: "vosk",
    ...change,
  };
}
