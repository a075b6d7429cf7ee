import { expect, test } from "vitest";
import { QUIET_MS, Unread } from "./unread";

test("nothing unread shows nothing", () => {
  expect(new Unread().counted(0, 0)).toEqual({ badge: "", label: "", said: "" });
});

test("a large count is cut", () => {
  expect(new Unread().counted(100, 0)).toEqual({ badge: "99+", label: "more than 99 unread", said: "" });
});

test("only growth is said, and not of the first count", () => {
  const unread = new Unread();
  expect(unread.counted(2, 0).said).toBe("");
  expect(unread.counted(3, 1).said).toBe("3 unread");
  expect(unread.counted(1, QUIET_MS * 2).said).toBe("");
});

test("what comes soon after is shown and not said", () => {
  const unread = new Unread();
  unread.counted(0, 0);
  unread.counted(1, 0);
  expect(unread.counted(2, QUIET_MS - 1)).toEqual({ badge: "2", label: "2 unread", said: "" });
  expect(unread.counted(3, QUIET_MS).said).toBe("3 unread");
});
