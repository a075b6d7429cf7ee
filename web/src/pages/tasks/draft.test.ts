import { expect, test } from "vitest";
import type { Item } from "./calls";
import { changesOf, draftOf, tagsOf } from "./draft";

const ITEM: Item = {
  id: "1",
  title: "Send the budget",
  description: "",
  type: "task",
  priority: "medium",
  status: "open",
  due_date: null,
  is_overdue: false,
  completed_at: null,
  tags: ["money"],
  assignee: "Bob",
  participant_id: "p",
  evidence: [],
  origin: "minutes",
  edited: false,
  revision: 3,
  comments: 0,
  slug: "atrium",
  meeting: "Atrium",
  may_edit: true,
  may_set_status: true,
};

test("a form that was not touched has nothing to save", () => {
  expect(changesOf(ITEM, draftOf(ITEM))).toEqual({});
  expect(changesOf(ITEM, { ...draftOf(ITEM), title: " Send the budget ", tags: " money ," })).toEqual({});
});

test("only what differs is saved, and empty fields take owner and date away", () => {
  const item = { ...ITEM, due_date: "2026-12-04" };
  const draft = { ...draftOf(item), due_date: "", participant_id: "", tags: "money, Q4" };
  expect(changesOf(item, draft)).toEqual({ due_date: null, participant_id: null, tags: ["money", "Q4"] });
});

test("tags are separated by commas of any script, each once", () => {
  expect(tagsOf(" a, b，c、A,, ")).toEqual(["A", "b", "c"]);
  expect(tagsOf("  ")).toEqual([]);
});
