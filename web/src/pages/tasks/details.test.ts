import { expect, test } from "vitest";
import { wordsOf } from "./details";

test.each([
  ["create", {}, "added it"],
  ["status", { status: "done", completed_at: "x" }, "set it to done"],
  ["assign", { participant_id: "1", assignee: "Bob" }, "gave it to Bob"],
  ["assign", { participant_id: null, assignee: null }, "took its owner away"],
  ["edit", { title: "x", due_date: null, status: "open" }, "changed title, due date, status"],
  ["undo", { deleted_at: null }, "undid a change of it"],
  ["rewrite", { title: "x", priority: "high" }, "changed title, priority"],
] as const)("%s %j is told as: %s", (kind, after, words) => {
  expect(wordsOf({ kind, after })).toBe(words);
});
