import { expect, it } from "vitest";
import { awaiting, draftProblem, factsOf, isNewVote, picked, share, takesVote, toAsk } from "./ballot";
import { aPoll } from "./examples";

it("picks one option, or several", () => {
  expect(picked(aPoll(), [0], 1)).toEqual([1]);
  const several = aPoll({ kind: "multiple" });
  expect(picked(several, [1], 0)).toEqual([0, 1]);
  expect(picked(several, [0, 1], 0)).toEqual([1]);
});

it("takes an anonymous vote once, others until the poll is closed", () => {
  expect(takesVote(aPoll({ has_voted: true }))).toBe(true);
  expect(takesVote(aPoll({ is_anonymous: true }))).toBe(true);
  expect(takesVote(aPoll({ is_anonymous: true, has_voted: true }))).toBe(false);
  expect(takesVote(aPoll({ is_open: false }))).toBe(false);
});

it("votes again only where that changes something", () => {
  expect(isNewVote(aPoll(), [])).toBe(false);
  expect(isNewVote(aPoll({ mine: [1] }), [1])).toBe(false);
  expect(isNewVote(aPoll({ mine: [1] }), [0])).toBe(true);
  expect(isNewVote(aPoll({ mine: [1] }), [])).toBe(true);
});

it("counts percent of people, not of votes", () => {
  expect(share(aPoll({ voters: 3 }), 2)).toBe(67);
  expect(share(aPoll(), 0)).toBe(0);
});

it("says how it is held", () => {
  expect(factsOf(aPoll({ voters: 1 }))).toBe("Asked by Alice · 1 person voted");
  expect(factsOf(aPoll({ is_anonymous: true, kind: "multiple", is_open: false }))).toBe(
    "Asked by Alice · anonymous · several options each · 0 people voted · closed",
  );
});

it("counts the polls that wait for a vote", () => {
  expect(awaiting([aPoll(), aPoll({ has_voted: true }), aPoll({ is_open: false })])).toBe(1);
});

it("says what a draft lacks, and drops empty options", () => {
  expect(draftProblem({ question: " ", options: ["a", "b"] })).toBe("Write a question.");
  expect(draftProblem({ question: "Q", options: ["a", " "] })).toBe("Write at least two options.");
  expect(draftProblem({ question: "Q", options: ["Soup", "soup "] })).toBe("Two options are the same.");
  expect(draftProblem({ question: "Q", options: Array.from({ length: 21 }, (_, n) => `${n}`) })).toContain(
    "at most 20",
  );
  expect(draftProblem({ question: "Q", options: ["a", "", "b"] })).toBe("");
  const draft = {
    question: " Q ",
    options: ["a ", "", "b"],
    kind: "single",
    is_anonymous: false,
    results: "live",
  } as const;
  expect(toAsk({ ...draft, options: [...draft.options] })).toEqual({ ...draft, question: "Q", options: ["a", "b"] });
});
