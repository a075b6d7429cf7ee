import { expect, it } from "vitest";
import { aGap, aLine } from "./examples";
import { noteOf, withGaps } from "./gap";
import { paragraphsOf } from "./paragraphs";

it.each([
  [aGap(), "0:01–1:01", "Not transcribed: the speech engine failed."],
  [aGap({ from_ms: 1_100, to_ms: 1_900 }), "0:01", "Not transcribed: the speech engine failed."],
  [aGap({ to_ms: null }), "Since 0:01", "Not transcribed: the speech engine failed."],
])("says when and why words are missing (%#)", (gap, time, text) => {
  expect(noteOf(gap, null)).toEqual({ key: "g1", time, text });
});

it("says whose words are missing", () => {
  expect(noteOf(aGap(), "Alex (2)").text).toBe("Not transcribed (Alex (2)): the speech engine failed.");
});

it.each([
  [aGap({ cause: "off_record" }), null, "Off the record for everybody."],
  [aGap({ cause: "off_record", participant_id: "p1" }), "Bob", "Off the record for Bob."],
  [aGap({ cause: "off_record", participant_id: "p1" }), null, "Off the record for somebody."],
])("tells what was kept off the record apart from failures (%#)", (gap, speaker, text) => {
  expect(noteOf(gap, speaker).text).toBe(text);
});

it("stands between what was said before and after it, also within one speaker's words", () => {
  const lines = [aLine({ id: "a" }), aLine({ id: "b", startMs: 5_000 }), aLine({ id: "c", startMs: 6_000 })];
  const gaps = [aGap({ id: "g1", from_ms: 4_000, to_ms: 4_900 }), aGap({ id: "g2", from_ms: 9_000, to_ms: null })];
  const entries = withGaps(paragraphsOf(lines, gaps), gaps);
  expect(entries.map((entry) => ("gap" in entry ? entry.gap.id : entry.paragraph.lines.map(({ id }) => id)))).toEqual([
    ["a"],
    "g1",
    ["b", "c"],
    "g2",
  ]);
});

it("is shown where nothing was transcribed at all", () => {
  expect(withGaps([], [aGap()])).toEqual([{ gap: aGap() }]);
});
