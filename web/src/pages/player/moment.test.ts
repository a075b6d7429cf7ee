import { expect, it } from "vitest";
import { clock, linkTo, momentOf, spoken } from "./moment";

it.each([
  ["0", 0],
  ["75", 75_000],
  ["75s", 75_000],
  ["1.5", 1500],
  ["1:15", 75_000],
  ["90:00", 5_400_000],
  ["1:02:09", 3_729_000],
  ["1h2m9s", 3_729_000],
  ["2m", 120_000],
])("the link's %s is %i ms", (text, ms) => expect(momentOf(text)).toBe(ms));

it.each([null, "", " ", "-1", "1:75", "1:2:3:4", "NaN", "1e9", "h", "9999999", "١:٢٣"])("%s is no moment", (text) =>
  expect(momentOf(text)).toBeNull(),
);

it("a link has the page and the moment alone, and leads back to it", () => {
  const link = linkTo("https://meet.example.org/m/atrium?t=5&x=1#s-1", 3_729_999);
  expect(link).toBe("https://meet.example.org/m/atrium?t=1:02:09");
  expect(momentOf(new URL(link).searchParams.get("t"))).toBe(3_729_000);
});

it("times are written as on the page, and said in words", () => {
  expect([-5, 7000, 724_000, 3_729_000].map(clock)).toEqual(["0:00", "0:07", "12:04", "1:02:09"]);
  expect([0, 61_000, 7_200_000].map(spoken)).toEqual(["the beginning", "1 minute 1 second", "2 hours"]);
});
