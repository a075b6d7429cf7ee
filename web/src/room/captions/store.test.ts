import { beforeEach, expect, it, vi } from "vitest";
import { aGap, aHistory, aLine } from "./examples";
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
  store.history(aHistory([{ ...unstored, seq: 3 }], { askedAt: 60_000 }));
  expect(store.lines().map(({ id, seq }) => [id, seq])).toEqual([["a", 3]]);
});

it("merges history with what was streamed, each segment once", () => {
  store.stream(aLine({ id: "b", seq: 1, startMs: 10, text: "live" }));
  store.history(
    aHistory([
      aLine({ id: "a", isFinal: true, text: "before" }),
      aLine({ id: "b", seq: 1, startMs: 10, isFinal: true, text: "live." }),
    ]),
  );
  expect(texts()).toEqual(["before", "live."]);
});

it("takes a line away that came to nothing, and keeps it away", () => {
  store.stream(aLine({ id: "a", text: "noi" }));
  store.stream(aLine({ id: "a", text: "", isFinal: true }));
  store.stream(aLine({ id: "a", text: "noise" }));
  expect(texts()).toEqual([]);
});

it("takes an interim away that was stored before the request and is not listed, for good", () => {
  store.stream(aLine({ id: "gone", seq: 2, seenAt: 0 }));
  store.history(aHistory([], { askedAt: 1 }));
  store.stream(aLine({ id: "gone", seq: 2, seenAt: 2 }));
  expect(texts()).toEqual([]);
});

it("keeps an interim that is younger than the request", () => {
  store.stream(aLine({ id: "young", seq: 2, seenAt: 2 }));
  store.history(aHistory([], { askedAt: 1 }));
  expect(texts()).toEqual(["hello"]);
});

it.each([
  [15_000, ["hello"]],
  [15_001, []],
])("keeps an interim without a row until nothing came for 15 s (%i ms)", (askedAt, left) => {
  store.stream(aLine({ seq: -1, seenAt: 0 }));
  store.history(aHistory([], { askedAt }));
  expect(texts()).toEqual(left);
});

it("keeps what a newer answer has when an older one comes late", () => {
  store.history(aHistory([aLine({ seenAt: null })], { asOf: "2026-01-01T10:00:01Z", gaps: [aGap()] }));
  store.history(aHistory([], { asOf: "2026-01-01T10:00:00Z", askedAt: 60_000 }));
  expect([texts(), store.gaps().length, store.since()]).toEqual([["hello"], 1, "2026-01-01T10:00:01Z"]);
});

it("brings a discarded line back when the server has its words after all", () => {
  store.stream(aLine({ text: "", isFinal: true }));
  store.history(aHistory([aLine({ seenAt: null })]));
  expect(texts()).toEqual([]);
  store.history(aHistory([aLine({ isFinal: true, seenAt: null })]));
  expect(texts()).toEqual(["hello"]);
});

it("asks for everything until it has an answer, then for what changed since", () => {
  expect(store.since()).toBeNull();
  store.history(aHistory([]));
  expect(store.since()).toBe("2026-01-01T10:00:00Z");
});

it("reports a gap when a number between others is missing", () => {
  store.history(aHistory([aLine({ id: "a", seq: 0, isFinal: true })]));
  store.stream(aLine({ id: "c", seq: 2, isFinal: true }));
  expect(store.isIncomplete()).toBe(true);
});

it("reports no gap for a number that was asked for and does not exist", () => {
  store.history(aHistory([aLine({ id: "a", seq: 0, isFinal: true }), aLine({ id: "c", seq: 2, isFinal: true })]));
  store.stream(aLine({ id: "d", seq: 3 }));
  expect(store.isIncomplete()).toBe(false);
});

it("gives speakers their colours by the order of first words", () => {
  store.stream(aLine({ id: "b", speaker: "bob", startMs: 50 }));
  store.history(aHistory([aLine({ id: "a", speaker: "alice", isFinal: true })]));
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
  store.history(aHistory([], { gaps: [aGap({ id: "old", to_ms: null })] }));
  const gaps = [aGap({ id: "blink", to_ms: 1_499 }), aGap({ id: "old" }), aGap({ id: "open", to_ms: null })];
  store.history(aHistory([], { gaps }));
  expect(store.gaps().map(({ id }) => id)).toEqual(["old", "open"]);
});

it("changes one line of the array for an interim, and keeps the colours", () => {
  store.history(aHistory([aLine({ id: "a", isFinal: true }), aLine({ id: "b", seq: 1, startMs: 9, isFinal: true })]));
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
  store.history(aHistory([stored]));
  const before = store.lines()[0];
  store.history(aHistory([{ ...stored }]));
  expect(store.lines()[0]).toBe(before);
});

it("says nothing when a late interim changes nothing", () => {
  store.stream(aLine({ isFinal: true }));
  const heard = vi.fn();
  store.subscribe(heard);
  store.stream(aLine());
  expect(heard).not.toHaveBeenCalled();
});
