import { expect, it } from "vitest";
import { ruleOf } from "./repeats";

it("makes a rule of a choice and a last day", () => {
  expect(ruleOf("", "2027-05-01")).toBeNull();
  expect(ruleOf("fortnightly", "")).toEqual({ frequency: "weekly", interval: 2 });
  expect(ruleOf("weekdays", "2027-05-01")).toMatchObject({ frequency: "weekly", last_day: "2027-05-01" });
});
