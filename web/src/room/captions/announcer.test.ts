import { expect, it } from "vitest";
import { Announcer, BREATH_MS } from "./announcer";
import { aLine } from "./examples";

const final = (id: string, text: string, speaker = "alice") =>
  aLine({ id, text, speaker, name: speaker, settled: true });

it("says a settled line once", () => {
  const announcer = new Announcer();
  announcer.take([final("a", "hello")], "me");
  announcer.take([final("a", "hello")], "me");
  expect(announcer.speak(0)).toBe("alice: hello");
  expect(announcer.speak(BREATH_MS)).toBeNull();
});

it("says nothing of words that may still change, of history, and of one's own", () => {
  const announcer = new Announcer();
  announcer.take([aLine(), { ...final("b", "x"), seenAt: null }, final("c", "mine", "me")], "me");
  expect(announcer.speak(0)).toBeNull();
});

it("gathers what is said while it may not speak", () => {
  const announcer = new Announcer();
  announcer.take([final("a", "one")], "me");
  announcer.speak(0);
  announcer.take([final("b", "two"), final("c", "three"), final("d", "four", "bob")], "me");
  expect(announcer.speak(BREATH_MS - 1)).toBeNull();
  expect(announcer.speak(BREATH_MS)).toBe("alice: two three bob: four");
});

it("drops the oldest when too much is waiting", () => {
  const announcer = new Announcer();
  announcer.take(
    ["a", "b", "c", "d", "e"].map((id) => final(id, id)),
    "me",
  );
  expect(announcer.speak(0)).toBe("alice: b c d e");
});
