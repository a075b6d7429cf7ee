import { expect, it } from "vitest";
import { barsOf, peaksOf } from "./peaks";

const PEAKS = {
  duration_ms: 4000,
  bins: 4,
  speakers: [
    { participant_id: "a", speaker: "Alice", peaks: [255, 0, 64, 0] },
    { participant_id: "b", speaker: "Bob", peaks: [64, 2, 255, 0] },
  ],
};

it("a bar is as high as its loudest voice, and has its colour", () => {
  expect(barsOf(PEAKS, 4).map(({ speaker }) => speaker)).toEqual([0, -1, 1, -1]);
  expect(barsOf(PEAKS, 2).map(({ level }) => level)).toEqual([1, 1]);
});

it("more bars than there are parts repeat them", () => {
  expect(barsOf(PEAKS, 8).map(({ level }) => level > 0)).toEqual([true, true, false, false, true, true, false, false]);
});

it("a muted voice is not drawn", () => {
  expect(barsOf(PEAKS, 1, (speaker) => speaker === 0)[0]?.speaker).toBe(0);
  expect(barsOf(PEAKS, 4, () => false).every(({ level }) => level === 0)).toBe(true);
});

it("without a waveform it shows who spoke when", () => {
  const segment = { id: "s", seq: 0, speaker: "b", startMs: 1000, endMs: 1100 };
  const drawn = barsOf(peaksOf([segment], ["a", "b"], 4000, 4), 4);
  expect(drawn.map(({ speaker }) => speaker)).toEqual([-1, 1, -1, -1]);
});
