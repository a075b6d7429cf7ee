import { expect, it } from "vitest";
import { Announcer, MIN_INTERVAL_MS } from "./announcer";
import { aLine } from "./examples";

const final = (id: string, text: string, speaker = "alice") =>
  aLine({ id, text, speaker, name: speaker, isFinal: true });

it("says a final line once", () => {
  const announcer = new Announcer();
  announcer.add([final("a", "hello")], "me");
  announcer.add([final("a", "hello")], "me");
  expect(announcer.next(0)).toBe("alice: hello");
  expect(announcer.next(MIN_INTERVAL_MS)).toBeNull();
});

it("says nothing of words that may still change, of history, and of one's own", () => {
  const announcer = new Announcer();
  announcer.add([aLine(), { ...final("b", "x"), seenAt: null }, final("c", "mine", "me")], "me");
  expect(announcer.next(0)).toBeNull();
});

it("gathers what is said while it may not speak", () => {
  const announcer = new Announcer();
  announcer.add([final("a", "one")], "me");
  announcer.next(0);
  announcer.add([final("b", "two"), final("c", "three"), final("d", "four", "bob")], "me");
  expect(announcer.next(MIN_INTERVAL_MS - 1)).toBeNull();
  expect(announcer.next(MIN_INTERVAL_MS)).toBe("alice: two three bob: four");
});

it("drops the oldest when too much is waiting", () => {
  const announcer = new Announcer();
  announcer.add(
    ["a", "b", "c", "d", "e"].map((id) => final(id, id)),
    "me",
  );
  expect(announcer.next(0)).toBe("alice: b c d e");
});
