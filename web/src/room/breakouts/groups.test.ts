import { expect, it } from "vitest";
import { aBreakout, aPerson } from "./examples";
import { draftProblem, FIRST_DRAFT, groups, timeLeft, toOpen } from "./groups";

it("opens 1 to 50 rooms for 1 to 1440 minutes or without a limit", () => {
  expect([0, 51, Number.NaN, 1.5].map((rooms) => draftProblem({ ...FIRST_DRAFT, rooms }) === "")).toEqual(
    Array(4).fill(false),
  );
  expect(["-5", "0", "1441", "x"].every((minutes) => draftProblem({ ...FIRST_DRAFT, minutes }) !== "")).toBe(true);
  expect(["", "1", "1440"].every((minutes) => draftProblem({ ...FIRST_DRAFT, minutes }) === "")).toBe(true);
});

it("sends assignments by hand alone, and only to rooms that are opened", () => {
  const draft = { ...FIRST_DRAFT, rooms: 1, places: { bob: 0, carol: 1 }, minutes: "5" };
  expect(toOpen({ ...draft, by: "hand" })).toEqual({ rooms: [{ people: ["bob"] }], by: "hand", minutes: 5 });
  expect(toOpen({ ...draft, by: "chance" }).rooms).toEqual([{ people: [] }]);
});

it("tells who is in an open room from who is on the way", () => {
  const people = [
    aPerson({ id: "bob", breakout_id: "b1", in_breakout_id: "b1" }),
    aPerson({ id: "carol", breakout_id: "b1", in_main_room: true }),
    aPerson({ id: "alice", leads: true, in_breakout_id: "b1" }),
  ];
  const [group, ...others] = groups({ breakouts: [aBreakout(), aBreakout({ id: "b0", is_open: false })], people });
  expect(others).toEqual([]);
  expect(group?.here.map(({ id }) => id)).toEqual(["bob", "alice"]);
  expect(group?.coming.map(({ id }) => id)).toEqual(["carol"]);
});

it("counts minutes and seconds down, and not below nothing", () => {
  const now = Date.parse("2026-11-28T10:00:00Z");
  expect(timeLeft("2026-11-28T10:04:05Z", now)).toBe("4:05 left");
  expect(timeLeft("2026-11-28T09:00:00Z", now)).toBe("0:00 left");
  expect(timeLeft(null, now)).toBe("");
});
