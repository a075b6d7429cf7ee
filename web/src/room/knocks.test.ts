import { expect, test } from "vitest";
import { CHIME, Knocks, ring } from "./knocks";

const waiting = (id: string) => ({ id, status: "waiting" });

test("it rings once for each who begins to wait", () => {
  const knocks = new Knocks();
  const heard = [[], [waiting("a")], [waiting("a")], [waiting("a"), waiting("b")], [waiting("b")]].map((people) =>
    knocks.hear(people),
  );
  expect(heard).toEqual([false, true, false, true, false]);
});

test("it rings again for who asks again", () => {
  const knocks = new Knocks();
  expect([[waiting("a")], [], [waiting("a")]].map((people) => knocks.hear(people))).toEqual([true, false, true]);
});

test("nobody rings who was removed", () => {
  expect(new Knocks().hear([{ id: "a", status: "removed" }])).toBe(false);
});

class FakeContext {
  currentTime = 0;
  state = "suspended";
  destination = {};
  readonly notes: number[] = [];
  resume = async (): Promise<void> => {
    this.state = "running";
  };
  close = async (): Promise<void> => {
    this.state = "closed";
  };
  createGain = () => ({
    gain: { setValueAtTime: () => undefined, exponentialRampToValueAtTime: () => undefined },
    connect: () => undefined,
  });
  createOscillator = () => {
    const { notes } = this;
    const tone = {
      frequency: { value: 0 },
      onended: () => undefined,
      connect: (next: unknown) => next,
      start: () => notes.push(tone.frequency.value),
      stop: () => queueMicrotask(() => tone.onended()),
    };
    return tone;
  };
}

test("each note sounds, and nothing stays open", async () => {
  const context = new FakeContext();
  await ring(() => context as unknown as AudioContext);
  expect([context.notes, context.state]).toEqual([CHIME.map(({ hz }) => hz), "closed"]);
});

test("a browser without sound stays silent", async () => {
  await expect(
    ring(() => {
      throw new DOMException("no more contexts", "NotSupportedError");
    }),
  ).resolves.toBeUndefined();
});
