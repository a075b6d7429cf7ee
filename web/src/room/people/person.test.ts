import { expect, it } from "vitest";
import { type Attendee, handQueue, initialsOf, inPanelOrder, maySpeak, roleOf } from "./person";

function person(identity: string, role = "participant", hand = ""): Attendee {
  return { identity, name: identity, attributes: { "parley.role": role, "parley.hand": hand } };
}
const at = (second: number) => new Date(second * 1000).toISOString();

it("takes a role it does not know for a participant", () => {
  expect(roleOf(person("x", "emperor"))).toBe("participant");
  expect(roleOf(person("x", "toString"))).toBe("participant");
  expect(roleOf({ attributes: {} })).toBe("participant");
});

it("queues raised hands by when they went up", () => {
  const people = [person("late", "guest", at(9)), person("down"), person("early", "host", at(1))];
  expect([...handQueue(people)]).toEqual([
    ["early", 1],
    ["late", 2],
  ]);
});

it("lists hands first, then oneself, then who leads, then by name", () => {
  const people = [
    person("zoe"),
    person("adam"),
    person("host", "host"),
    person("me"),
    person("co", "cohost"),
    person("second", "guest", at(2)),
    person("first", "guest", at(1)),
  ];
  const order = inPanelOrder(people, "me").map((each) => each.identity);
  expect(order).toEqual(["first", "second", "me", "host", "co", "adam", "zoe"]);
});

it.each([
  ["Alice", "A"],
  ["Alice Maria Baker", "AB"],
  ["  ", ""],
  ["김 민준", "김민"],
  ["🦊 fox", "🦊F"],
  ["Alex (2)", "A2"],
  ["Zoë 👩‍👩‍👧‍👦", "Z👩‍👩‍👧‍👦"],
  ["E\u0301va", "E\u0301"],
])("writes %j short as %j", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

it.each([
  ["no permissions known", undefined, true],
  ["every source", { canPublishSources: [] }, true],
  ["a microphone among them", { canPublishSources: [1, 2] }, true],
  ["all but a microphone", { canPublishSources: [1, 3, 4] }, false],
])("lets speak with %s: %j", (_case, permissions, speaks) => {
  expect(maySpeak(permissions)).toBe(speaks);
});
