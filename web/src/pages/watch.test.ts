import { describe, expect, it } from "vitest";
import { POLL_INTERVALS_S, watch } from "./watch";

/** A server with scripted answers to "is there more to come?", and a clock that advances on demand. */
function stage(...answers: (boolean | Error)[]) {
  const told = { refreshed: 0, pauses: [] as number[], closed: false };
  let onChange: (kind: string) => void = () => undefined;
  let due: (() => void) | null = null;
  const start = (awaited = true) =>
    watch(awaited, {
      refresh: async () => {
        const next = answers[Math.min(told.refreshed++, answers.length - 1)] ?? false;
        if (next instanceof Error) throw next;
        return next;
      },
      subscribe: (given) => {
        onChange = given;
        return () => (told.closed = true);
      },
      after: (seconds, then) => {
        told.pauses.push(seconds);
        due = then;
        return () => (due = null);
      },
    });
  const settle = async () => {
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };
  return {
    told,
    start,
    change: (kind: string) => {
      onChange(kind);
      return settle();
    },
    pass: () => {
      due?.();
      return settle();
    },
    idle: () => due === null,
  };
}

describe("watch", () => {
  it("shows the minutes at the change and then stops", async () => {
    const { told, start, change, idle } = stage(false);
    start();
    await change("minutes");
    expect(told).toMatchObject({ refreshed: 1, closed: true });
    expect(idle()).toBe(true);
  });

  it("finds them without a change event", async () => {
    const { told, start, pass } = stage(true, true, false);
    start();
    for (let i = 0; i < 3; i++) await pass();
    expect(told).toMatchObject({ refreshed: 3, closed: true, pauses: POLL_INTERVALS_S.slice(0, 3) });
  });

  it("goes on after a failed request", async () => {
    const { told, start, pass } = stage(new Error("network"), false);
    start();
    await pass();
    await pass();
    expect(told).toMatchObject({ refreshed: 2, closed: true });
  });

  it("does not ask about changes of other kinds", async () => {
    const { told, start, change } = stage(true);
    start();
    await change("participants");
    expect(told.refreshed).toBe(0);
  });

  it("asks once more, not many times, when changes come during a request", async () => {
    const { told, start, change } = stage(true, true, false);
    start();
    await Promise.all([change("minutes"), change("minutes"), change("minutes")]);
    expect(told.refreshed).toBeLessThanOrEqual(3);
    expect(told.refreshed).toBeGreaterThanOrEqual(2);
  });

  it("leaves a finished page alone", () => {
    const { told, start } = stage();
    start(false);
    expect(told.pauses).toEqual([]);
  });
});
