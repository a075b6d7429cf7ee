import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ReactionStore } from "./store";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const told = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

it("shows a reaction for some seconds", async () => {
  const store = new ReactionStore();
  store.receive(told({ participant_id: "bob", emoji: "👍" }));
  expect(store.shown()).toEqual([{ id: 1, by: "bob", emoji: "👍" }]);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(store.shown()).toEqual([]);
});

it("shows the latest of many", () => {
  const store = new ReactionStore();
  for (let n = 0; n < 100; n += 1) store.receive(told({ participant_id: "bob", emoji: "🎉" }));
  expect(store.shown().map(({ id }) => id)).toEqual(Array.from({ length: 12 }, (_, n) => n + 89));
});

it("ignores what is no reaction", () => {
  const store = new ReactionStore();
  for (const value of [{}, null, [], { participant_id: "bob", emoji: "toString" }, { emoji: "👍" }])
    store.receive(told(value));
  store.receive(new Uint8Array([0xff]));
  expect(store.shown()).toEqual([]);
});
