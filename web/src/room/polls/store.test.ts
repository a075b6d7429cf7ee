import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "../../api";
import { aPoll } from "./examples";
import { PollStore } from "./store";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function stage() {
  const calls = {
    polls: vi.fn(async () => ({ polls: [aPoll()] })),
    askPoll: vi.fn(async () => aPoll({ id: "p2" })),
    votePoll: vi.fn(async () => aPoll({ mine: [1], has_voted: true })),
    closePoll: vi.fn(async () => aPoll({ is_open: false })),
    deletePoll: vi.fn(async () => undefined),
  };
  const ending = new AbortController();
  return { calls, ending, store: new PollStore(calls, "atrium", ending.signal) };
}

it("fetches once for a burst of rings, and once more after it", async () => {
  const { calls, store } = stage();
  for (let n = 0; n < 50; n += 1) void store.refresh();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(calls.polls).toHaveBeenCalledTimes(2);
  expect(store.polls()).toHaveLength(1);
  void store.refresh();
  await vi.advanceTimersByTimeAsync(0);
  expect(calls.polls).toHaveBeenCalledTimes(3);
});

it("shows its own changes at once", async () => {
  const { store } = stage();
  void store.refresh();
  await vi.advanceTimersByTimeAsync(1_000);
  await store.ask({ question: "Q", options: ["a", "b"], kind: "single", is_anonymous: false, results: "live" });
  await store.vote("p1", [1]);
  expect(store.polls().map(({ id, mine }) => [id, mine])).toEqual([
    ["p1", [1]],
    ["p2", []],
  ]);
  await store.close("p1");
  await store.remove("p2");
  expect(store.polls().map(({ is_open }) => is_open)).toEqual([false]);
});

it("keeps what it read after a refusal, and stops at the end", async () => {
  const { calls, ending, store } = stage();
  void store.refresh();
  await vi.advanceTimersByTimeAsync(1_000);
  calls.polls.mockRejectedValueOnce(new ApiError({ type: "", title: "", status: 0, detail: "" }));
  void store.refresh();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(store.polls()).toHaveLength(1);
  ending.abort();
  void store.refresh();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(calls.polls).toHaveBeenCalledTimes(2);
});
