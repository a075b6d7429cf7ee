import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { watchChanges } from "./events";

class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static opened: FakeEventSource[] = [];
  readyState = 1;

  constructor(readonly url: string) {
    super();
    FakeEventSource.opened.push(this);
  }

  close(): void {
    this.readyState = 2;
  }

  /** The server refused the stream, for which browsers do not reconnect. */
  refuse(): void {
    this.close();
    this.dispatchEvent(new Event("error"));
  }
}

const changed = vi.fn();
let stop: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", FakeEventSource);
  FakeEventSource.opened = [];
  changed.mockClear();
  stop = watchChanges("atrium", changed);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const streams = () => FakeEventSource.opened;

it("tells each change, and at the start that there may be one", () => {
  expect(streams().map(({ url }) => url)).toEqual(["/api/rooms/atrium/events"]);
  expect(changed).toHaveBeenCalledTimes(1);
  streams()[0]?.dispatchEvent(new Event("change"));
  expect(changed).toHaveBeenCalledTimes(2);
});

it("opens a refused stream again, later each time, and tells that there may be a change", async () => {
  streams()[0]?.refuse();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(streams()).toHaveLength(2);
  expect(changed).toHaveBeenCalledTimes(2);
  streams()[1]?.refuse();
  await vi.advanceTimersByTimeAsync(9_999);
  expect(streams()).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(streams()).toHaveLength(3);
});

it("begins with the short interval after a stream that opened", async () => {
  streams()[0]?.refuse();
  await vi.advanceTimersByTimeAsync(5_000);
  streams()[1]?.dispatchEvent(new Event("open"));
  streams()[1]?.refuse();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(streams()).toHaveLength(3);
});

it("leaves a lost connection to the browser, and tells after its reconnect that a change may be missed", async () => {
  streams()[0]?.dispatchEvent(new Event("open"));
  streams()[0]?.dispatchEvent(new Event("error"));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(streams()).toHaveLength(1);
  expect(changed).toHaveBeenCalledTimes(2);
  streams()[0]?.dispatchEvent(new Event("open"));
  expect(changed).toHaveBeenCalledTimes(3);
});

it("tells what may have changed between the start and the stream's first opening", () => {
  streams()[0]?.dispatchEvent(new Event("open"));
  expect(changed).toHaveBeenCalledTimes(2);
});

it("opens nothing after it was stopped", async () => {
  streams()[0]?.refuse();
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(streams()).toHaveLength(1);
  expect(streams()[0]?.readyState).toBe(FakeEventSource.CLOSED);
});

it("tells changes of one kind only, where one is asked for", () => {
  const noted = vi.fn();
  const stopNotes = watchChanges("atrium", noted, "notes");
  for (const kind of ["room", "notes"])
    streams()[1]?.dispatchEvent(new MessageEvent("change", { data: JSON.stringify({ kind }) }));
  expect(noted).toHaveBeenCalledTimes(2);
  stopNotes();
});
