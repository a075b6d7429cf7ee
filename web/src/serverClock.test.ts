import { afterEach, expect, it, vi } from "vitest";
import { call } from "./api";
import { noteDate, serverNow } from "./serverClock";

const NOON = Date.parse("2026-11-28T12:00:00Z");
const HOUR_MS = 3_600_000;

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  noteDate(new Date().toUTCString());
});

/** Sets this computer's clock, and makes a call that the server answers at noon. */
async function ask(here: number, date: string): Promise<void> {
  vi.useFakeTimers({ now: here });
  vi.stubGlobal("fetch", async () => new Response(null, { status: 204, headers: { Date: date } }));
  await call("GET", "/rooms/atrium");
}

it.each([-HOUR_MS, HOUR_MS])("knows the server's time on a computer whose clock is off by %d ms", async (off) => {
  await ask(NOON + off, new Date(NOON).toUTCString());
  expect(serverNow()).toBe(NOON);
});

it("takes clocks for the same that an answer on its way cannot tell apart", async () => {
  await ask(NOON + 3_000, new Date(NOON).toUTCString());
  expect(serverNow()).toBe(NOON + 3_000);
});

it("keeps what it knows where an answer tells no time", async () => {
  await ask(NOON + HOUR_MS, new Date(NOON).toUTCString());
  for (const date of ["", "nonsense"]) await ask(NOON + HOUR_MS, date);
  noteDate(null);
  expect(serverNow()).toBe(NOON);
});
