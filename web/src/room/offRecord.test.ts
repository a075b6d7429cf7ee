import { expect, it } from "vitest";
import { choicesOf, inForceOf, noticeOf, type Scope } from "./offRecord";

const NONE: ReadonlyMap<Scope, boolean> = new Map();
const called = (identity: string): string => identity.toUpperCase();

it.each([
  [undefined, { everybody: false, people: [] }],
  ["", { everybody: false, people: [] }],
  ["all", { everybody: true, people: [] }],
  ["all a b", { everybody: true, people: ["a", "b"] }],
])("reads %j of the transcriber", (attribute, inForce) => {
  expect(inForceOf(attribute)).toEqual(inForce);
});

it.each([
  ["", NONE, ""],
  ["all", NONE, "Off the record: nothing is captioned, stored or recorded."],
  ["me", NONE, "You are off the record."],
  ["bob", NONE, "BOB is off the record."],
  ["bob me", NONE, "You and BOB are off the record."],
  ["bob carol dora", NONE, "BOB, CAROL and DORA are off the record."],
  [
    "",
    new Map<Scope, boolean>([["me", true]]),
    "Going off the record… Until that is confirmed, your microphone sends silence.",
  ],
  ["all", new Map<Scope, boolean>([["everybody", false]]), "Resuming the record…"],
])("says who is off the record (%j)", (attribute, wishes, words) => {
  expect(noticeOf(inForceOf(attribute), wishes, "me", called)).toBe(words);
});

it("offers everybody's record to hosts only, and what is not yet so", () => {
  const labels = (moderates: boolean, attribute: string, wishes = NONE): readonly string[] =>
    choicesOf(inForceOf(attribute), wishes, "me", moderates).map(({ label }) => label);
  expect(labels(false, "all")).toEqual(["Take me off the record"]);
  expect(labels(true, "all")).toEqual(["Take me off the record", "Put everybody back on the record"]);
  expect(labels(false, "", new Map([["me", true]]))).toEqual(["Put me back on the record"]);
  expect(labels(false, "", new Map([["everybody", true]]))).toEqual([
    "Take me off the record",
    "Put everybody back on the record",
  ]);
});
