import { describe, expect, it } from "vitest";
import { momentOf, zonedValue } from "./zoned";

describe("times in a zone", () => {
  it.each([
    ["2027-03-27T09:00", "Europe/Berlin", "2027-03-27T08:00:00.000Z"],
    ["2027-03-29T09:00", "Europe/Berlin", "2027-03-29T07:00:00.000Z"],
    ["2027-01-01T00:30", "Pacific/Auckland", "2026-12-31T11:30:00.000Z"],
    ["2027-06-01T10:15", "Asia/Kathmandu", "2027-06-01T04:30:00.000Z"],
    ["2027-06-01T10:15", "UTC", "2027-06-01T10:15:00.000Z"],
  ])("reads %s in %s, and writes it back", (value, zone, iso) => {
    expect(momentOf(value, zone)?.toISOString()).toBe(iso);
    expect(zonedValue(new Date(iso), zone)).toBe(value);
  });

  it("takes the first of an hour that comes twice", () => {
    expect(momentOf("2027-10-31T02:30", "Europe/Berlin")?.toISOString()).toBe("2027-10-31T00:30:00.000Z");
  });

  it("knows that an hour is left out where clocks go forward", () => {
    expect(momentOf("2027-03-28T02:30", "Europe/Berlin")).toBeNull();
  });

  it("takes nothing for a time that is none", () => {
    expect(momentOf("", "UTC")).toBeNull();
  });
});
