import { expect, it } from "vitest";
import { aBreakout, aPerson } from "./examples";
import { callWords, helpCalls, helpState } from "./help";

const bob = aPerson();
const red = aBreakout({ id: "red", label: "Red", help_asked_at: "2026-03-02T10:05:00Z", help_asked_by: "bob" });
const blue = aBreakout({ id: "blue", label: "Blue", help_asked_at: "2026-03-02T10:01:00Z", help_asked_by: "gone" });
const quiet = aBreakout({ id: "quiet" });

it("names who asks and where, who waits longest first", () => {
  const calls = helpCalls({ breakouts: [quiet, red, blue], people: [bob] }, null);
  expect(calls.map(callWords)).toEqual(["Somebody asks for help in Blue.", "Bob asks for help in Red."]);
});

it("calls nobody to where they are, nor to a room that ended", () => {
  const ended = { ...blue, is_open: false };
  expect(helpCalls({ breakouts: [red, ended], people: [bob] }, red)).toEqual([]);
});

it("offers to ask in a breakout where nobody leads", () => {
  const view = { breakouts: [quiet], people: [bob] };
  expect(helpState(view, quiet, "bob")).toBe("possible");
  expect(helpState(view, null, "bob")).toBe("none");
  const host = aPerson({ id: "alice", leads: true, in_breakout_id: "quiet" });
  expect(helpState({ ...view, people: [bob, host] }, quiet, "bob")).toBe("none");
  expect(helpState({ ...view, people: [bob, host] }, quiet, "alice")).toBe("none");
});

it("knows that somebody has asked", () => {
  expect(helpState({ breakouts: [red], people: [bob] }, red, "bob")).toBe("asked");
});
