import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError, type NotesView } from "../../api";
import { emptyNotes } from "./examples";
import { NotesStore } from "./store";

const stopped = vi.fn();
let change: () => void;
const watch = (onChange: () => void) => {
  change = onChange;
  return stopped;
};

beforeEach(() => {
  vi.useFakeTimers();
  stopped.mockClear();
});
afterEach(() => vi.useRealTimers());

const settled = () => vi.advanceTimersByTimeAsync(0);
const refusal = () =>
  new ApiError({ type: "about:blank", title: "No", status: 403, detail: "Join the meeting first." });

it("fetches nothing while its panel is closed", async () => {
  const notes = vi.fn(async () => emptyNotes());
  const store = new NotesStore({ notes }, "atrium", watch);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(notes).not.toHaveBeenCalled();
  store.setOpen(true);
  store.setOpen(true);
  await settled();
  expect(notes.mock.calls).toEqual([["atrium"]]);
  expect(store.notes()).toEqual(emptyNotes());
  store.setOpen(false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(notes).toHaveBeenCalledTimes(1);
  expect(stopped).toHaveBeenCalledTimes(1);
});

it("fetches again at a change, one request at a time", async () => {
  const answers: ((notes: NotesView) => void)[] = [];
  const notes = vi.fn(() => new Promise<NotesView>((resolve) => answers.push(resolve)));
  const store = new NotesStore({ notes }, "atrium", watch);
  store.setOpen(true);
  change();
  change();
  expect(notes).toHaveBeenCalledTimes(1);
  answers[0]?.(emptyNotes());
  await settled();
  expect(notes).toHaveBeenCalledTimes(2);
  answers[1]?.({ ...emptyNotes(), until_ms: 5 });
  await settled();
  expect(store.notes()?.until_ms).toBe(5);
});

it("fetches now and then what is not noted yet", async () => {
  const notes = vi.fn(async () => emptyNotes());
  const store = new NotesStore({ notes }, "atrium", watch);
  store.setOpen(true);
  await vi.advanceTimersByTimeAsync(40_000);
  expect(notes).toHaveBeenCalledTimes(3);
  store.setOpen(false);
});

it("tells a refusal, and keeps what was read", async () => {
  const notes = vi.fn<() => Promise<NotesView>>().mockRejectedValueOnce(refusal());
  const store = new NotesStore({ notes }, "atrium", watch);
  store.setOpen(true);
  await settled();
  expect(store.problem()).toBe("Join the meeting first.");
  notes.mockResolvedValueOnce(emptyNotes()).mockRejectedValueOnce(refusal());
  change();
  await settled();
  expect([store.problem(), store.notes()]).toEqual(["", emptyNotes()]);
  change();
  await settled();
  expect([store.problem(), store.notes()]).toEqual(["", emptyNotes()]);
});
