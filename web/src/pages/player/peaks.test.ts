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

it("then a bar has the colour of who spoke the most in it, and is as high as they spoke long", () => {
  const said = (speaker: string, startMs: number, endMs: number) => ({ id: "s", seq: 0, speaker, startMs, endMs });
  const segments = [said("a", 0, 300), said("b", 300, 900), said("b", 1000, 1200), said("a", 1900, 2400)];
  const drawn = barsOf(peaksOf(segments, ["a", "b"], 3000, 3), 3);
  expect(drawn.map(({ speaker }) => speaker)).toEqual([1, 1, 0]);
  expect((drawn[0]?.level ?? 0) > (drawn[1]?.level ?? 0)).toBe(true);
});

it("a segment beyond the end, or without a length, draws no more than there is", () => {
  const segments = [
    { id: "s", seq: 0, speaker: "a", startMs: 2990, endMs: 9000 },
    { id: "t", seq: 1, speaker: "a", startMs: 500, endMs: 500 },
  ];
  const { speakers } = peaksOf(segments, ["a"], 3000, 3);
  expect(speakers[0]?.peaks.map((level) => level > 0)).toEqual([true, false, true]);
});
