import { expect, it } from "vitest";
import { fieldsOf, PERMANENT, ruleOf } from "./repeats";

it("makes a rule of a choice and a last day", () => {
  expect(ruleOf("", "2027-05-01")).toBeNull();
  expect(ruleOf("fortnightly", "")).toEqual({ frequency: "weekly", interval: 2 });
  expect(ruleOf("weekdays", "2027-05-01")).toMatchObject({ frequency: "weekly", last_day: "2027-05-01" });
});

it("asks for no time of a permanent room", () => {
  expect(fieldsOf(PERMANENT)).toEqual({ timed: false, repeats: false, permanent: true });
  expect(fieldsOf("weekly")).toEqual({ timed: true, repeats: true, permanent: false });
  expect(fieldsOf("")).toEqual({ timed: true, repeats: false, permanent: false });
});
