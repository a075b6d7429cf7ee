import { expect, test } from "vitest";
import { oneAtATime } from "./oneAtATime";

/** Work whose runs end when they are told to. */
function held(): { run: () => Promise<void>; ends: (() => void)[] } {
  const ends: (() => void)[] = [];
  return { ends, run: () => new Promise((resolve) => void ends.push(resolve)) };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test("what is asked for while it runs comes once, afterwards", async () => {
  const { run, ends } = held();
  const ask = oneAtATime(run);
  const all = [ask(), ask(), ask()];
  expect(ends.length).toBe(1);
  ends[0]?.();
  await settled();
  expect(ends.length).toBe(2);
  ends[1]?.();
  await Promise.all(all);
  expect(ends.length).toBe(2);
});

test("after it has ended it runs again", async () => {
  const { run, ends } = held();
  const ask = oneAtATime(run);
  const first = ask();
  ends[0]?.();
  await first;
  const second = ask();
  ends[1]?.();
  await second;
  expect(ends.length).toBe(2);
});

test("a failure rejects, and the next run is as any", async () => {
  let fails = true;
  const ask = oneAtATime(() => (fails ? Promise.reject(new Error("lost")) : Promise.resolve()));
  await expect(ask()).rejects.toThrow("lost");
  fails = false;
  await ask();
});
