/** The same segments received by stream and by request, in any order, as after an interruption. */
import { expect, it } from "vitest";
import { aHistory, aLine } from "./examples";
import type { Line } from "./line";
import { CaptionStore } from "./store";
import { stripOf } from "./strip";

type Arrival = (store: CaptionStore, now: number) => void;

const fetched =
  (change: Partial<Line>): Arrival =>
  (store, now) =>
    store.history(aHistory([aLine({ seenAt: null, ...change })], { askedAt: now }));
const live =
  (change: Partial<Line>): Arrival =>
  (store, now) =>
    store.stream(aLine({ ...change, seenAt: (change.revision ?? 0) > 1 ? null : now }));

const FIRST = { isFinal: true, revision: 1, text: "hello their" };
const SECOND = { isFinal: true, revision: 2, text: "Hello there." };
const ARRIVALS: Readonly<Record<string, Arrival>> = {
  "live interim": live({ text: "hello" }),
  "live 1": live(FIRST),
  "live 2": live(SECOND),
  "fetched open": fetched({ text: "hello" }),
  "fetched 1": fetched(FIRST),
  "fetched 2": fetched(SECOND),
};
const STEP_MS = 3_000;

function orders(of: readonly string[]): string[][] {
  return of.length === 0
    ? [[]]
    : of.flatMap((one) => orders(of.filter((each) => each !== one)).map((o) => [one, ...o]));
}

/** The strip after each second, in which things arrive every third. */
function replay(order: readonly string[]): { store: CaptionStore; strips: (readonly Line[])[] } {
  const store = new CaptionStore();
  const strips: (readonly Line[])[] = [];
  order.forEach((name, n) => {
    ARRIVALS[name]?.(store, n * STEP_MS);
    for (let ms = 0; ms < STEP_MS; ms += 1_000) strips.push(stripOf(store.lines(), n * STEP_MS + ms, 3).lines);
  });
  return { store, strips };
}

const said = (store: CaptionStore) => store.lines().map(({ id, text, revision }) => [id, text, revision]);

it("has each segment once, in its newest words, whatever order they arrive in", () => {
  const wrong = orders(Object.keys(ARRIVALS)).filter(
    (order) => JSON.stringify(said(replay(order).store)) !== JSON.stringify([["s1", SECOND.text, 2]]),
  );
  expect(wrong).toEqual([]);
});

it("never goes back to older words, in the panel or in the strip", () => {
  const wrong = orders(Object.keys(ARRIVALS)).filter((order) => {
    const revisions = replay(order).strips.flatMap((lines) => lines.map((line) => line.revision));
    return revisions.some((revision, n) => revision < (revisions[n - 1] ?? 0));
  });
  expect(wrong).toEqual([]);
});

it("never shows a final again that has left the strip", () => {
  const wrong = orders(Object.keys(ARRIVALS)).filter((order) => {
    const shown = replay(order).strips.map((lines) => lines.some((line) => line.isFinal));
    return shown.filter((isShown, n) => isShown && !shown[n - 1]).length > 1;
  });
  expect(wrong).toEqual([]);
});

it("replays what was said while one was away into the panel only", () => {
  const { store, strips } = replay(["fetched 2"]);
  expect([said(store), strips.flat()]).toEqual([[["s1", SECOND.text, 2]], []]);
});

it("has the same words in a tab that heard everything and in one that came late", () => {
  const early = replay(["live interim", "live 1", "live 2"]).store;
  const late = replay(["fetched 1", "live 2"]).store;
  expect(said(late)).toEqual(said(early));
});
