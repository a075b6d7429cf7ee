import { beforeEach, expect, it, vi } from "vitest";
import { aGap, aLine } from "./examples";
import { CaptionStore } from "./store";

let store: CaptionStore;
beforeEach(() => {
  store = new CaptionStore();
});

const texts = () => store.lines().map((line) => line.text);

it("replaces an interim by its final in place", () => {
  store.stream(aLine({ id: "a", text: "hel" }));
  store.stream(aLine({ id: "b", startMs: 10, text: "other" }));
  store.stream(aLine({ id: "a", text: "Hello.", isFinal: true }));
  expect(texts()).toEqual(["Hello.", "other"]);
});

it("has a final once that was shown before it was stored", () => {
  const store = new CaptionStore();
  const unstored = aLine({ id: "a", seq: -1, startMs: 10, isFinal: true, revision: 1, text: "said" });
  store.stream(unstored);
  store.stream(aLine({ id: "b", seq: -1, startMs: 20, text: "interim" }));
  store.stream({ ...unstored, seq: 3 });
  store.history([{ ...unstored, seq: 3 }], -1, 60_000);
  expect(store.lines().map(({ id, seq }) => [id, seq])).toEqual([["a", 3]]);
});

it("merges history with what was streamed, each segment once", () => {
  store.stream(aLine({ id: "b", seq: 1, startMs: 10, text: "live" }));
  store.history(
    [
      aLine({ id: "a", isFinal: true, text: "before" }),
      aLine({ id: "b", seq: 1, startMs: 10, isFinal: true, text: "live." }),
    ],
    -1,
    0,
  );
  expect(texts()).toEqual(["before", "live."]);
});

it("takes a line away that came to nothing, and keeps it away", () => {
  store.stream(aLine({ id: "a", text: "noi" }));
  store.stream(aLine({ id: "a", text: "", isFinal: true }));
  store.stream(aLine({ id: "a", text: "noise" }));
  expect(texts()).toEqual([]);
});

it("forgets an open line the server does not know and nobody has touched", () => {
  store.stream(aLine({ id: "ghost", seq: 2, seenAt: 0 }));
  store.history([], -1, 60_000);
  expect(texts()).toEqual([]);
});

it("keeps an open line that is younger than the server's answer", () => {
  store.stream(aLine({ id: "young", seq: 2, seenAt: 59_000 }));
  store.history([], -1, 60_000);
  expect(texts()).toEqual(["hello"]);
});

it("reports a gap when a number between others is missing", () => {
  store.history([aLine({ id: "a", seq: 0, isFinal: true })], -1, 0);
  store.stream(aLine({ id: "c", seq: 2, isFinal: true }));
  expect(store.isIncomplete()).toBe(true);
  expect(store.resumeAfter()).toBe(0);
});

it("reports no gap for a number that was asked for and does not exist", () => {
  store.history([aLine({ id: "a", seq: 0, isFinal: true }), aLine({ id: "c", seq: 2, isFinal: true })], -1, 0);
  store.stream(aLine({ id: "d", seq: 3 }));
  expect(store.isIncomplete()).toBe(false);
});

it("goes on from before the first interim", () => {
  store.history([aLine({ id: "a", seq: 0, isFinal: true }), aLine({ id: "b", seq: 1 })], -1, 0);
  store.stream(aLine({ id: "c", seq: 2, isFinal: true }));
  expect(store.resumeAfter()).toBe(0);
});

it("asks for everything when it has nothing", () => {
  expect(store.resumeAfter()).toBe(-1);
  expect(store.isIncomplete()).toBe(false);
});

it("gives speakers their colours by the order of first words", () => {
  store.stream(aLine({ id: "b", speaker: "bob", startMs: 50 }));
  store.history([aLine({ id: "a", speaker: "alice", isFinal: true })], -1, 0);
  expect([...store.colors()]).toEqual([
    ["alice", 1],
    ["bob", 2],
  ]);
});

it("begins the colours again with the ninth speaker", () => {
  for (let n = 0; n < 9; n += 1) store.stream(aLine({ id: `s${n}`, speaker: `p${n}`, startMs: n }));
  expect(store.colors().get("p8")).toBe(1);
});

it("tells its listeners, and gives the same array until it does", () => {
  const heard = vi.fn();
  store.subscribe(heard);
  const before = store.lines();
  expect(store.lines()).toBe(before);
  store.stream(aLine());
  expect(heard).toHaveBeenCalledOnce();
  expect(store.lines()).not.toBe(before);
});

it("keeps the gaps of the newest answer, without those too short to matter", () => {
  store.history([], -1, 0, [aGap({ id: "old", to_ms: null })]);
  store.history([], -1, 0, [
    aGap({ id: "blink", to_ms: 1_499 }),
    aGap({ id: "old" }),
    aGap({ id: "open", to_ms: null }),
  ]);
  expect(store.gaps().map(({ id }) => id)).toEqual(["old", "open"]);
});

it("changes one line of the array for an interim, and keeps the colours", () => {
  store.history([aLine({ id: "a", isFinal: true }), aLine({ id: "b", seq: 1, startMs: 9, isFinal: true })], -1, 0);
  store.stream(aLine({ id: "c", seq: 2, startMs: 20, text: "and" }));
  const [before, colors] = [store.lines(), store.colors()];
  store.stream(aLine({ id: "c", seq: 2, startMs: 20, text: "and so" }));
  expect(store.lines().map((line, n) => line === before[n])).toEqual([true, true, false]);
  expect(store.colors()).toBe(colors);
});

it("moves a line whose beginning was corrected", () => {
  store.stream(aLine({ id: "a", startMs: 50, text: "second" }));
  store.stream(aLine({ id: "b", startMs: 90, text: "first" }));
  store.stream(aLine({ id: "b", startMs: 10, text: "first", isFinal: true }));
  expect(texts()).toEqual(["first", "second"]);
});

it("keeps a line's identity when the server's answer says nothing new", () => {
  const stored = aLine({ id: "a", isFinal: true, seenAt: null });
  store.history([stored], -1, 0);
  const before = store.lines()[0];
  store.history([{ ...stored }], -1, 0);
  expect(store.lines()[0]).toBe(before);
});

it("says nothing when a late interim changes nothing", () => {
  store.stream(aLine({ isFinal: true }));
  const heard = vi.fn();
  store.subscribe(heard);
  store.stream(aLine());
  expect(heard).not.toHaveBeenCalled();
});
