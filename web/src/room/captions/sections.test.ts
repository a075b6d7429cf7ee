import { beforeEach, expect, it } from "vitest";
import { aGap, aLine } from "./examples";
import type { Line } from "./line";
import { Sections } from "./sections";

/** Each by another speaker, so that each is a paragraph of its own. */
const many = (count: number): Line[] =>
  Array.from({ length: count }, (_, n) =>
    aLine({ id: `s${n}`, seq: n, startMs: n * 1_000, endMs: n * 1_000 + 900, speaker: `p${n % 8}`, isFinal: true }),
  );

let sections: Sections;
beforeEach(() => {
  sections = new Sections();
});

it("keeps every entry, in order", () => {
  const lines = many(101);
  const shown = sections.of(lines, []).flat();
  expect(shown.flatMap((entry) => ("gap" in entry ? [] : entry.paragraph.lines))).toEqual(lines);
});

it("gives the same sections for the same lines", () => {
  const before = sections.of(many(101).slice(), []);
  const lines = before.flat().flatMap((entry) => ("gap" in entry ? [] : entry.paragraph.lines));
  expect(sections.of(lines, []).every((section, n) => section === before[n])).toBe(true);
});

it("changes only the section and the paragraph in which a word changed", () => {
  const lines = many(101);
  const before = sections.of(lines, []);
  const after = sections.of(lines.with(100, aLine({ ...(lines[100] as Line), text: "other words" })), []);
  expect(after.map((section, n) => section === before[n])).toEqual([true, true, false]);
  expect(after[2]?.map((entry, n) => entry === before[2]?.[n])).toEqual([...Array(20).fill(true), false]);
});

it("changes only the last section when somebody goes on speaking", () => {
  const before = sections.of(many(101), []);
  const known = before.flat().flatMap((entry) => ("gap" in entry ? [] : entry.paragraph.lines));
  const after = sections.of([...known, aLine({ id: "new", startMs: 200_000 })], []);
  expect(after.map((section, n) => section === before[n])).toEqual([true, true, false]);
});

it("has the gaps, and keeps those that did not change", () => {
  const gaps = [aGap({ from_ms: 0 })];
  const before = sections.of(many(3), gaps);
  expect(before[0]?.[0]).toEqual({ gap: gaps[0] });
  expect(sections.of(many(3), gaps)[0]?.[0]).toBe(before[0]?.[0]);
});
