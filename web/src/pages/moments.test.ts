import { describe, expect, it, vi } from "vitest";
import { beginOf, localize, written } from "./moments";

const NOW = new Date("2026-11-22T14:00:00Z");

describe("written", () => {
  it("moves a moment to the reader's zone", () => {
    expect(written("2026-11-22T23:30:00+00:00", "time", NOW, "en-GB", "Europe/Berlin")).toMatch(/^0?0:30$/);
  });

  it("leaves a plain date on its day, west of Greenwich too", () => {
    expect(written("2026-05-08", "date", NOW, "en-GB", "America/Los_Angeles")).toContain("8 May");
  });

  it.each([
    ["2026-11-22T13:59:40Z", "this minute"],
    ["2026-11-22T13:55:00Z", "5 minutes ago"],
    ["2026-11-22T11:00:00Z", "3 hours ago"],
    ["2026-11-21T13:00:00Z", "yesterday"],
  ])("says how long ago %s was", (iso, words) => {
    expect(written(iso, "relative", NOW, "en")).toBe(words);
  });

  it("gives the date of what is long ago", () => {
    expect(written("2026-01-02T10:00:00Z", "relative", NOW, "en-GB", "UTC")).toContain("2 Jan 2026");
  });

  it("leaves what is no moment as it is", () => {
    expect(written("soon", "full", NOW)).toBe("soon");
  });
});

it("rewrites the times of a page and keeps the whole moment as their title", () => {
  document.body.innerHTML = '<time datetime="2026-11-22T14:00:00+00:00" data-moment="time">x</time><time>kept</time>';
  localize(document.body, NOW);
  const [first, second] = document.querySelectorAll("time");
  expect(first?.textContent).toMatch(/\d/);
  expect(first?.title).toContain("2026");
  expect(second?.textContent).toBe("kept");
});

it("leaves a time in the meeting's zone where a field beside it is in that zone", () => {
  document.body.innerHTML =
    '<time datetime="2026-11-22T18:30:00+00:00" data-moment="full" data-zone="Asia/Kolkata">x</time>';
  localize(document.body, NOW);
  expect(document.querySelector("time")?.textContent).toMatch(/\b12:00|0:00|00:00/);
  expect(document.querySelector("time")?.textContent).toContain("23");
});

describe("the begin of a meeting", () => {
  const now = new Date(2026, 10, 22, 14, 0);
  it.each([
    ["2026-11-22T15:00", new Date(2026, 10, 22, 15, 0)],
    ["2026-11-22T13:55", new Date(2026, 10, 22, 13, 55)],
    ["2026-11-22T13:30", "That time has passed. Choose a later one."],
    ["1999-01-01T10:00", "That time has passed. Choose a later one."],
    ["2066-01-01T10:00", "Choose a time within the next five years."],
    ["", "Choose a day and a time."],
    ["soon", "Choose a day and a time."],
  ])("reads %j", (value, begin) => {
    expect(beginOf(value, now)).toEqual(begin);
  });

  it("is none in the hour that is left out when clocks go forward", () => {
    vi.stubEnv("TZ", "Europe/Berlin");
    expect(beginOf("2027-03-28T02:30", now)).toMatch(/^There is no such time that night: .*3:30/);
    expect(beginOf("2027-03-28T03:30", now)).toEqual(new Date("2027-03-28T01:30:00Z"));
    vi.unstubAllEnvs();
  });
});
