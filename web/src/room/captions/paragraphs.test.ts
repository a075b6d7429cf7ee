import { expect, it } from "vitest";
import { aLine } from "./examples";
import { clock, paragraphsOf } from "./paragraphs";

const shapes = (lines: Parameters<typeof paragraphsOf>[0]) =>
  paragraphsOf(lines).map((paragraph) => paragraph.lines.map((line) => line.id).join());

it("puts what one speaker says in a row into one block", () => {
  expect(
    shapes([aLine({ id: "a" }), aLine({ id: "b", startMs: 600 }), aLine({ id: "c", speaker: "bob", startMs: 900 })]),
  ).toEqual(["a,b", "c"]);
});

it("begins a new block after a long silence", () => {
  expect(shapes([aLine({ id: "a" }), aLine({ id: "b", startMs: 60_000 })])).toEqual(["a", "b"]);
});

it("begins a new block where one becomes too long to read", () => {
  const lines = Array.from({ length: 13 }, (_, n) => aLine({ id: `s${n}`, startMs: n * 100 }));
  expect(paragraphsOf(lines).map((paragraph) => paragraph.lines.length)).toEqual([12, 1]);
});

it.each([
  [0, "0:00"],
  [65_000, "1:05"],
  [3_665_000, "1:01:05"],
  [-5, "0:00"],
])("writes %d ms as %s", (ms, text) => {
  expect(clock(ms)).toBe(text);
});
