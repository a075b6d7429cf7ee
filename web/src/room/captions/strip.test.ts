import { expect, it } from "vitest";
import { aLine } from "./examples";
import { expiry, stripOf } from "./strip";

const ids = (strip: ReturnType<typeof stripOf>) => strip.lines.map((line) => line.id);

it("gives each of two people who speak at once a line", () => {
  const lines = [aLine({ id: "a" }), aLine({ id: "b", speaker: "bob", startMs: 10 })];
  expect(ids(stripOf(lines, 100, 3))).toEqual(["a", "b"]);
});

it("never shows history", () => {
  expect(ids(stripOf([aLine({ seenAt: null, isFinal: true })], 100, 3))).toEqual([]);
});

it("holds a final line for its time and no longer", () => {
  const line = aLine({ isFinal: true, text: "hello" });
  expect(ids(stripOf([line], expiry(line) - 1, 3))).toEqual(["s1"]);
  expect(ids(stripOf([line], expiry(line), 3))).toEqual([]);
});

it("holds more words longer, within a bound", () => {
  const short = aLine({ isFinal: true, text: "yes" });
  const long = aLine({ isFinal: true, text: "x".repeat(60) });
  const endless = aLine({ isFinal: true, text: "x".repeat(4000) });
  expect(expiry(short)).toBeLessThan(expiry(long));
  expect(expiry(endless)).toBe(9_000);
});

it("lets go of an open line that stopped growing", () => {
  expect(ids(stripOf([aLine()], 10_000, 3))).toEqual([]);
});

it("keeps who speaks now when the strip is full, and the newest of the rest", () => {
  const lines = [
    aLine({ id: "open" }),
    aLine({ id: "old", isFinal: true, startMs: 1 }),
    aLine({ id: "new", isFinal: true, startMs: 2 }),
  ];
  expect(ids(stripOf(lines, 100, 2))).toEqual(["open", "new"]);
});

it("says when to look again", () => {
  const line = aLine({ isFinal: true });
  expect(stripOf([line], 0, 3).nextChange).toBe(expiry(line));
  expect(stripOf([], 0, 3).nextChange).toBeNull();
});

it("shows one open line a speaker, the newest", () => {
  const lines = [
    aLine({ id: "cut" }),
    aLine({ id: "b", speaker: "bob", startMs: 5 }),
    aLine({ id: "now", startMs: 9 }),
  ];
  expect(ids(stripOf(lines, 100, 3))).toEqual(["b", "now"]);
});

it.each(["short", "normal", "long"] as const)("holds lines by the choice %s", (hold) => {
  const line = aLine({ isFinal: true });
  const strip = stripOf([line], 0, 3, hold);
  expect(strip.nextChange).toBe(expiry(line, hold));
  expect(ids(stripOf([line], expiry(line, hold), 3, hold))).toEqual([]);
});

it("keeps final lines until others need the space, where that is chosen", () => {
  const lines = ["a", "b", "c"].map((id, startMs) => aLine({ id, startMs, isFinal: true }));
  const strip = stripOf(lines, 3_600_000, 2, "kept");
  expect(ids(strip)).toEqual(["b", "c"]);
  expect(strip.nextChange).toBeNull();
});
