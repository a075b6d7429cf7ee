import { expect, it } from "vitest";
import { aLine, aSegment } from "./examples";
import { doubtfulSpans, inOrder, lineOfSegment, lineOfStream, mergeStored, mergeStreamed } from "./line";

const attributes = {
  "lk.segment_id": "s1",
  "lk.transcription_final": "true",
  "parley.seq": "4",
  "parley.start_ms": "1200",
  "parley.end_ms": "2400",
  "parley.speaker": "alice",
  "parley.name": "Alice",
  "parley.confidence": "0.913",
  "parley.words": '[["hello",1200,2400,0.3]]',
};

it("reads a caption of the transcriber", () => {
  expect(lineOfStream(attributes, " hello ", 5)).toEqual({
    id: "s1",
    seq: 4,
    speaker: "alice",
    name: "Alice",
    startMs: 1200,
    endMs: 2400,
    text: "hello",
    isFinal: true,
    revision: 1,
    confidence: 0.913,
    doubts: [[0, 5]],
    seenAt: 5,
  });
});

it("reads a stream that has only a segment and a speaker", () => {
  const line = lineOfStream({ "lk.segment_id": "x", "parley.speaker": "bob" }, "hi", 5);
  expect(line).toMatchObject({ speaker: "bob", name: "bob", isFinal: false, seq: -1, confidence: null });
});

it.each(["lk.segment_id", "parley.speaker"])("refuses a stream without %s: its sender is no speaker", (name) => {
  expect(lineOfStream({ ...attributes, [name]: "" }, "hi", 5)).toBeNull();
});

it("takes a number that is none as absent", () => {
  const odd = { ...attributes, "parley.confidence": "high", "parley.start_ms": "" };
  expect(lineOfStream(odd, "hi", 5)).toMatchObject({ confidence: null, startMs: 0 });
});

it("keeps a final when an interim comes late", () => {
  const final = aLine({ isFinal: true, text: "hello there" });
  expect(mergeStreamed(final, aLine({ text: "hello" }))).toBe(final);
});

it("keeps the longer interim when two arrive out of order", () => {
  const longer = aLine({ endMs: 900, text: "hello there" });
  expect(mergeStreamed(longer, aLine({ endMs: 500, text: "hello" }))).toBe(longer);
});

it("lets a second final revise the first without beginning its hold again", () => {
  const first = aLine({ isFinal: true, text: "hello their", seenAt: 10 });
  const second = aLine({ isFinal: true, text: "Hello there.", revision: 2, seenAt: null });
  expect(mergeStreamed(first, second)).toMatchObject({ text: "Hello there.", seenAt: 10, revision: 2 });
});

it("keeps the newer final when an older stream comes late", () => {
  const known = aLine({ isFinal: true, revision: 2, text: "newer" });
  expect(mergeStreamed(known, aLine({ isFinal: true, text: "older" }))).toBe(known);
});

it("reads a revision, which alone brings no line back on screen", () => {
  expect(lineOfStream({ ...attributes, "parley.revision": "2" }, "Hello.", 5)).toMatchObject({
    revision: 2,
    seenAt: null,
  });
});

it("lets the server's final win over an interim", () => {
  const stored = lineOfSegment(aSegment({ state: "final", text: "done" }));
  expect(mergeStored(aLine({ text: "do", seenAt: 3 }), stored)).toMatchObject({ text: "done", seenAt: 3 });
});

it("lets the server's correction win over a streamed final", () => {
  const stored = lineOfSegment(aSegment({ state: "corrected", revision: 3, text: "right" }));
  expect(mergeStored(aLine({ isFinal: true, revision: 1, text: "wrong" }), stored).text).toBe("right");
});

it("keeps the newer final when an older answer of the server comes late", () => {
  const known = aLine({ isFinal: true, revision: 2, text: "newer" });
  const stored = lineOfSegment(aSegment({ state: "final", revision: 1, text: "older" }));
  expect(mergeStored(known, stored)).toBe(known);
});

it("keeps a final when the server still calls the segment open", () => {
  const known = aLine({ isFinal: true, text: "final" });
  expect(mergeStored(known, lineOfSegment(aSegment({ state: "open", text: "fin" })))).toBe(known);
});

it("takes the server's open row where it is ahead, as after a gap", () => {
  const stored = lineOfSegment(aSegment({ state: "open", end_ms: 9000, text: "much more was said" }));
  expect(mergeStored(aLine({ endMs: 1000, text: "much" }), stored).text).toBe("much more was said");
});

it("doubts no words that somebody corrected", () => {
  const heard = aSegment({ confidence: 0.2, words: [{ word: "hello", start_ms: 0, end_ms: 9, confidence: 0.2 }] });
  expect(doubtfulSpans(lineOfSegment(heard))).toEqual([[0, 5]]);
  expect(doubtfulSpans(lineOfSegment({ ...heard, state: "corrected" }))).toEqual([]);
});

it("calls a speaker without an identity by the name", () => {
  expect(lineOfSegment(aSegment({ identity: null, speaker: "Carol" }))).toMatchObject({ speaker: "Carol" });
});

it("keeps the number of a final that is shown again before it is stored", () => {
  const unstored = aLine({ isFinal: true, revision: 1, seq: -1, text: "said" });
  expect(mergeStreamed(unstored, { ...unstored, seq: 7 }).seq).toBe(7);
  expect(mergeStreamed(aLine({ seq: 7 }), unstored)).toMatchObject({ seq: 7, isFinal: true });
});

it("shows a caption that comes after the history which has it, once", () => {
  const stored = lineOfSegment(aSegment());
  const shown = mergeStreamed(stored, aLine({ isFinal: true, seenAt: 5 }));
  expect(shown.seenAt).toBe(5);
  expect(mergeStreamed(shown, aLine({ isFinal: true, seenAt: 90 })).seenAt).toBe(5);
});

it("orders by the moment people began to speak, then by number", () => {
  const lines = [aLine({ startMs: 5, seq: 3 }), aLine({ startMs: 5, seq: 2 }), aLine({ startMs: 1, seq: 9 })];
  expect(lines.sort(inOrder).map((line) => line.seq)).toEqual([9, 2, 3]);
});

it.each([
  [{ isFinal: true, confidence: 0.59 }, [[0, 5]]],
  [{ isFinal: true, confidence: 0.6 }, []],
  [{ isFinal: true }, []],
  [{ isFinal: true, confidence: 0.2, doubts: [] }, []],
  [{ isFinal: true, confidence: 0.9, doubts: [[1, 2] as const] }, [[1, 2]]],
  [{ isFinal: false, confidence: 0.2 }, []],
])("marks doubtful words, or the whole where only that is known (%#)", (change, spans) => {
  expect(doubtfulSpans(aLine(change))).toEqual(spans);
});
