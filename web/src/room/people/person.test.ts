import { expect, it } from "vitest";
import { type Attendee, handQueue, initialsOf, inPanelOrder, maySpeak, powersOver, roleOf } from "./person";

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

it("gives a participant no power over another", () => {
  expect(powersOver("participant", person("bob", "guest", at(1)))).toEqual({
    mute: false,
    lowerHand: false,
    remove: false,
    changeRole: null,
  });
});

it("gives a co-host no power over the host, and none over roles", () => {
  expect(powersOver("cohost", person("alice", "host"))).toMatchObject({ mute: false, remove: false });
  expect(powersOver("cohost", person("bob"))).toMatchObject({ mute: true, remove: true, changeRole: null });
});

it("lets the host make co-hosts and unmake them", () => {
  expect(powersOver("host", person("bob")).changeRole).toBe("cohost");
  expect(powersOver("host", person("bob", "cohost")).changeRole).toBe("participant");
});

it("offers no guest to be co-host: that takes an account", () => {
  expect(powersOver("host", person("bob", "guest")).changeRole).toBeNull();
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
