import { expect, it } from "vitest";
import { Announcer } from "./announcer";
import { aLine } from "./examples";

const PER_MINUTE = 20;
const INTERVAL_MS = 3_000;

const final = (id: string, text: string, speaker = "alice") =>
  aLine({ id, text, speaker, name: speaker, isFinal: true });

it("says a final line once", () => {
  const announcer = new Announcer(PER_MINUTE);
  announcer.add([final("a", "hello")], "me");
  announcer.add([final("a", "hello")], "me");
  expect(announcer.next(0)).toBe("alice: hello");
  expect(announcer.next(INTERVAL_MS)).toBeNull();
});

it("says nothing of words that may still change, of history, and of one's own", () => {
  const announcer = new Announcer(PER_MINUTE);
  announcer.add([aLine(), { ...final("b", "x"), seenAt: null }, final("c", "mine", "me")], "me");
  expect(announcer.next(0)).toBeNull();
});

it("gathers what is said while it may not speak", () => {
  const announcer = new Announcer(PER_MINUTE);
  announcer.add([final("a", "one")], "me");
  announcer.next(0);
  announcer.add([final("b", "two"), final("c", "three"), final("d", "four", "bob")], "me");
  expect(announcer.next(INTERVAL_MS - 1)).toBeNull();
  expect(announcer.next(INTERVAL_MS)).toBe("alice: two three bob: four");
});

it("drops the oldest when too much is waiting", () => {
  const announcer = new Announcer(PER_MINUTE);
  announcer.add(
    ["a", "b", "c", "d", "e"].map((id) => final(id, id)),
    "me",
  );
  expect(announcer.next(0)).toBe("alice: b c d e");
});

it.each([4, 10, 20])("speaks at most %i times a minute, however much is said", (perMinute) => {
  const announcer = new Announcer(perMinute);
  let spoken = 0;
  for (let now = 0; now < 60_000; now += 250) {
    announcer.add([final(`s${now}`, "more")], "me");
    if (announcer.next(now) !== null) spoken += 1;
  }
  expect(spoken).toBe(perMinute);
});

it("says nothing that was shown before it was turned on", () => {
  const announcer = new Announcer(PER_MINUTE);
  announcer.skip([final("a", "before"), aLine({ id: "b" })]);
  announcer.add([final("a", "before"), final("b", "after")], "me");
  expect(announcer.next(0)).toBe("alice: after");
});
