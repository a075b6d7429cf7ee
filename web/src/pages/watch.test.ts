import { describe, expect, it } from "vitest";
import { PATIENCE_S, watch } from "./watch";

/** A server whose answers to "is there more to come?" are a script, and a clock that goes on only when told. */
function stage(...answers: (boolean | Error)[]) {
  const told = { refreshed: 0, pauses: [] as number[], closed: false };
  let ring: (kind: string) => void = () => undefined;
  let due: (() => void) | null = null;
  const start = (awaited = true) =>
    watch(awaited, {
      refresh: async () => {
        const next = answers[Math.min(told.refreshed++, answers.length - 1)] ?? false;
        if (next instanceof Error) throw next;
        return next;
      },
      listen: (rung) => {
        ring = rung;
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
    ring: (kind: string) => {
      ring(kind);
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
  it("shows the minutes at the ring and then stops", async () => {
    const { told, start, ring, idle } = stage(false);
    start();
    await ring("minutes");
    expect(told).toMatchObject({ refreshed: 1, closed: true });
    expect(idle()).toBe(true);
  });

  it("finds them without a ring", async () => {
    const { told, start, pass } = stage(true, true, false);
    start();
    for (let i = 0; i < 3; i++) await pass();
    expect(told).toMatchObject({ refreshed: 3, closed: true, pauses: PATIENCE_S.slice(0, 3) });
  });

  it("goes on after a failed question", async () => {
    const { told, start, pass } = stage(new Error("network"), false);
    start();
    await pass();
    await pass();
    expect(told).toMatchObject({ refreshed: 2, closed: true });
  });

  it("does not ask about rings of other kinds", async () => {
    const { told, start, ring } = stage(true);
    start();
    await ring("participants");
    expect(told.refreshed).toBe(0);
  });

  it("asks once more, not many times, when it rings during a question", async () => {
    const { told, start, ring } = stage(true, true, false);
    start();
    await Promise.all([ring("minutes"), ring("minutes"), ring("minutes")]);
    expect(told.refreshed).toBeLessThanOrEqual(3);
    expect(told.refreshed).toBeGreaterThanOrEqual(2);
  });

  it("leaves a finished page alone", () => {
    const { told, start } = stage();
    start(false);
    expect(told.pauses).toEqual([]);
  });
});
