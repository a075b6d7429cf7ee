import { describe, expect, it } from "vitest";
import { emptyNotes, someNotes } from "./examples";
import { clock, LATE_MS, lasting, latest, missedMs, progressOf, sections } from "./outline";

const titles = (before?: number) => sections(someNotes(), before).map(({ title, lines }) => `${title} ${lines.length}`);

describe("sections", () => {
  it("shows what to act on before what was talked about", () => {
    expect(titles()).toEqual(["Decisions 1", "Tasks 2", "Open questions 1", "Topics 1"]);
  });

  it("leaves out what has nothing in it", () => {
    expect(sections(emptyNotes())).toEqual([]);
  });

  it("shows who came late only what was said before", () => {
    expect(titles(100_000)).toEqual(["Decisions 1", "Tasks 1", "Topics 1"]);
    expect(latest(someNotes(), 306_000).map(({ segment_id }) => segment_id)).toEqual(["f"]);
  });

  it("says who does a task and until when", () => {
    const more = sections(someNotes())
      .find(({ title }) => title === "Tasks")
      ?.lines.map((line) => line.more);
    expect(more?.[0]).toMatch(/^Bob, due .*6/);
    expect(more?.[1]).toBe("Nobody yet");
  });

  it("gives each line of a section an id of its own", () => {
    for (const { lines } of sections(someNotes())) expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
  });
});

it.each([
  [emptyNotes(), "Nothing has been said yet."],
  [{ ...emptyNotes(), rest: someNotes().rest }, "The first notes come after about five minutes of talk."],
  [someNotes(), "Noted up to 5:05. The last part is still being improved."],
  [{ ...someNotes(), progress: { blocks: 2, noted: 1, failed: 1 } }, "Noted up to 5:05."],
])("says how far the notes are (%#)", (notes, said) => {
  expect(progressOf(notes)).toBe(said);
});

describe("who came late", () => {
  const begun = "2026-03-02T12:00:00Z";
  const at = (ms: number) => Date.parse(begun) + ms;
  it.each([
    [begun, at(LATE_MS), null],
    [begun, at(LATE_MS + 1), LATE_MS + 1],
    [begun, at(-5), null],
    [null, at(0), null],
    [undefined, at(0), null],
    ["soon", at(0), null],
  ])("%s, %d: %j", (startedAt, arrivedAt, missed) => {
    expect(missedMs(startedAt, arrivedAt)).toBe(missed);
  });

  it.each([
    [121_000, "2 minutes"],
    [61_000, "1 minute"],
    [3_660_000, "1 hour 1 minute"],
    [7_200_000, "2 hours"],
    [5, "less than a minute"],
  ])("%d ms are %s", (ms, words) => {
    expect(lasting(ms)).toBe(words);
  });
});

it.each([
  [0, "0:00"],
  [65_999, "1:05"],
  [3_729_000, "1:02:09"],
])("%d ms on the clock are %s", (ms, shown) => {
  expect(clock(ms)).toBe(shown);
});
