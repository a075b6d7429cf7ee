import { expect, test, vi } from "vitest";
import { SHOWN_MS, Toast } from "./undo";

function toast() {
  const timers: { ms: number; then: () => void; off: boolean }[] = [];
  const made = new Toast(
    () => undefined,
    (ms, then) => {
      const timer = { ms, then, off: false };
      timers.push(timer);
      return () => {
        timer.off = true;
      };
    },
  );
  return { made, timers };
}

test("it goes after a while, unless it is held", () => {
  const { made, timers } = toast();
  made.show("Completed");
  expect(timers.at(-1)?.ms).toBe(SHOWN_MS);
  made.hold();
  expect(timers.at(-1)?.off).toBe(true);
  made.resume();
  timers.at(-1)?.then();
  expect(made.shown).toBeNull();
});

test("what is shown is undone once", async () => {
  const { made } = toast();
  const undo = vi.fn(async () => undefined);
  made.show("Completed", undo);
  await made.undo();
  await made.undo();
  expect(undo).toHaveBeenCalledTimes(1);
});

test("the next change takes the place of the last", () => {
  const { made, timers } = toast();
  made.show("One");
  made.show("Two");
  expect(made.shown?.words).toBe("Two");
  expect(timers.map(({ off }) => off)).toEqual([true, false]);
});
