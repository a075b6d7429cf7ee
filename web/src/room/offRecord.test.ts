import { expect, it } from "vitest";
import { ApiError } from "../api";
import { choicesOf, inForceOf, noticeOf, OffRecordWishes, type Scope } from "./offRecord";

const NOBODY = inForceOf("");
const NONE: ReadonlyMap<Scope, boolean> = new Map();
const failure = (status: number) => new ApiError({ type: "urn:parley:problem:x", title: "", status, detail: "" });
const called = (identity: string): string => identity.toUpperCase();

function stage() {
  const sent: string[] = [];
  let error: ApiError | null = null;
  const wishes = new OffRecordWishes(async (scope, off) => {
    if (error !== null) throw error;
    sent.push(`${scope} ${off}`);
  });
  const answer = (status: number | null): void => {
    error = status === null ? null : failure(status);
  };
  return { wishes, sent, answer };
}

it.each([
  [undefined, { everybody: false, people: [] }],
  ["", { everybody: false, people: [] }],
  ["all", { everybody: true, people: [] }],
  ["all a b", { everybody: true, people: ["a", "b"] }],
])("reads %j of the transcriber", (attribute, inForce) => {
  expect(inForceOf(attribute)).toEqual(inForce);
});

it("waits until the transcriber says that it is in force", async () => {
  const { wishes, sent } = stage();
  await wishes.wish("me", true, true);
  expect(sent).toEqual(["me true"]);
  wishes.applied(NOBODY, "me");
  expect([...wishes.now()]).toEqual([["me", true]]);
  wishes.applied(inForceOf("me"), "me");
  expect(wishes.now().size).toBe(0);
});

it.each([0, 403, 503])(
  "is sent again after the connection is back, where it was refused without one: %i",
  async (status) => {
    const { wishes, sent, answer } = stage();
    answer(status);
    await wishes.wish("me", true, false);
    wishes.applied(inForceOf("me"), "me");
    expect(wishes.now().get("me")).toBe(true);
    answer(null);
    await wishes.sendAgain();
    expect(sent).toEqual(["me true"]);
  },
);

it("is not sent again once the server has taken it", async () => {
  const { wishes, sent } = stage();
  await wishes.wish("everybody", true, true);
  await wishes.sendAgain();
  expect(sent).toHaveLength(1);
});

it("forgets what the server refuses to somebody who is inside", async () => {
  const { wishes, answer } = stage();
  answer(409);
  await expect(wishes.wish("everybody", true, true)).rejects.toThrow();
  expect(wishes.now().size).toBe(0);
});

it.each([
  ["", NONE, ""],
  ["all", NONE, "Off the record: nothing is captioned, stored or recorded."],
  ["me", NONE, "You are off the record."],
  ["bob", NONE, "BOB is off the record."],
  ["bob me", NONE, "You and BOB are off the record."],
  ["bob carol dora", NONE, "BOB, CAROL and DORA are off the record."],
  ["", new Map<Scope, boolean>([["me", true]]), "Going off the record…"],
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
});
