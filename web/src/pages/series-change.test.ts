import { describe, expect, it } from "vitest";
import { type Asked, changesOf, told } from "./series-change";

const was = { name: "Plan", minutes: 45, wall: "2027-03-29T09:00", zone: "Europe/Berlin", lastDay: "" };
const asked: Asked = {
  ...was,
  scope: "following",
  slug: "aaa-bbbb-ccc",
  repeats: "",
  was,
  rule: { frequency: "weekly", weekdays: ["MO", "WE"] },
  ownAt: "2027-03-29T07:00:00Z",
  firstAt: "2027-03-15T08:00:00Z",
};

describe("a change of a series", () => {
  it("sends nothing that stays", () => {
    expect(changesOf(asked)).toEqual({ since: "aaa-bbbb-ccc" });
    expect(changesOf({ ...asked, name: "New" })).toEqual({ since: "aaa-bbbb-ccc", name: "New" });
  });

  it("moves the first of all by as much as this one, over a change of clocks", () => {
    expect(changesOf({ ...asked, scope: "all", wall: "2027-03-30T10:30" })).toEqual({
      starts: "2027-03-16T09:30:00.000Z",
    });
  });

  it("keeps the time on the clock in another zone", () => {
    expect(changesOf({ ...asked, zone: "Europe/London" })).toEqual({
      since: "aaa-bbbb-ccc",
      time_zone: "Europe/London",
      starts: "2027-03-29T08:00:00.000Z",
    });
  });

  it("keeps the rule with another last day", () => {
    expect(changesOf({ ...asked, lastDay: "2027-06-01" })?.repeats).toEqual({ ...asked.rule, last_day: "2027-06-01" });
    expect(changesOf({ ...asked, was: { ...was, lastDay: "2027-06-01" } })?.repeats).toEqual({
      ...asked.rule,
      last_day: null,
    });
    expect(changesOf({ ...asked, repeats: "fortnightly" })?.repeats).toEqual({ frequency: "weekly", interval: 2 });
  });

  it("refuses a time that the clock skips", () => {
    expect(changesOf({ ...asked, wall: "2027-03-28T02:30" })).toBeNull();
  });

  it("is told for each meeting", () => {
    const meetings = [
      { slug: "a", before: "2027-03-29T07:00:00Z", after: "2027-03-30T07:00:00Z", name: "Plan" },
      { slug: "b", before: "2027-04-05T07:00:00Z", after: "2027-04-05T07:00:00Z", name: "Plan" },
      { slug: "c", before: "2027-04-12T07:00:00Z", after: null, name: "Plan" },
    ];
    const { words, meetings: lines } = told(
      { words: "every week on Tuesday", time_zone: "Europe/Berlin", meetings, stay_cancelled: 1 },
      "en-GB",
    );
    expect(words).toBe(
      "The meetings are every week on Tuesday. Times are in Europe/Berlin. One that was cancelled stays cancelled.",
    );
    expect(lines[0]).toMatch(/^Mon, 29 Mar 2027, 0?9:00 → Tue, 30 Mar 2027, 0?9:00: Plan$/);
    expect(lines[1]).toContain("at the same time");
    expect(lines[2]).toMatch(/^Mon, 12 Apr 2027, 0?9:00: cancelled$/);
  });
});
