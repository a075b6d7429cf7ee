import { expect, it } from "vitest";
import { fieldsOf, type ImportView, isUnfinished, pauseOf, wordsOf } from "./import-progress";

const ONE: ImportView = {
  id: "1",
  name: "Talk",
  state: "transcribing",
  progress: 40,
  error: null,
  note: null,
  slug: null,
  duration_s: null,
  people: 0,
  has_words: null,
  language: "en",
  file_size: 1,
  created_at: "2026-05-08T10:00:00Z",
};

it("says how far an import is, or why there is none", () => {
  expect(wordsOf(ONE)).toBe("Transcribing, 40 %");
  expect(wordsOf({ ...ONE, state: "uploaded", progress: 0 })).toBe("Waiting for its turn");
  expect(wordsOf({ ...ONE, state: "failed", error: "This file has no sound." })).toBe(
    "Not imported: This file has no sound.",
  );
  expect(wordsOf({ ...ONE, state: "done", note: "Times are estimated." })).toBe("Done. Times are estimated.");
});

it("says what came out of an import", () => {
  const done: ImportView = { ...ONE, state: "done", slug: "a-b-c", duration_s: 4030, people: 2, has_words: true };
  expect(wordsOf(done)).toBe("Done: 1 h 7 min, 2 speakers");
  expect(wordsOf({ ...done, duration_s: 45, people: 1, note: "Times are estimated." })).toBe(
    "Done: 45 s, 1 speaker. Times are estimated.",
  );
  expect(wordsOf({ ...done, duration_s: 3600, has_words: false })).toBe("Done: 1 h, no words were found");
  expect(wordsOf({ ...done, duration_s: 3600, has_words: null })).toBe("Done: 1 h");
});

it("knows what is still to come", () => {
  expect(isUnfinished(ONE)).toBe(true);
  expect(isUnfinished({ ...ONE, state: "cancelled" })).toBe(false);
});

it("sends what was filled in, each speaker alone and the file last", () => {
  const form = new FormData();
  form.append("file", new File(["x"], "talk.wav"));
  form.append("name", "  ");
  form.append("language", "en");
  form.append("speakers", "Alice\n\n Bob \n");
  form.append("started_at", "2026-05-08T10:00");
  const fields = fieldsOf(form, "Europe/Berlin");
  expect([...fields.keys()]).toEqual(["language", "speakers", "speakers", "started_at", "time_zone", "file"]);
  expect(fields.getAll("speakers")).toEqual(["Alice", "Bob"]);
});

it("leaves out a time that was not given", () => {
  expect(fieldsOf(new FormData(), undefined).has("started_at")).toBe(false);
});

it("asks less often as time passes", () => {
  expect([pauseOf(0), pauseOf(4), pauseOf(100)]).toEqual([1, 2, 5]);
});
