import { expect, it } from "vitest";
import { readPreferences, stepSize, writePreferences } from "./preferences";

const holding = (text: string | null) => ({ getItem: () => text });

it("begins with captions on", () => {
  expect(readPreferences(holding(null))).toMatchObject({ captions: true, size: "M" });
});

it("finds again what was chosen", () => {
  let kept = "";
  writePreferences(
    { ...readPreferences(holding(null)), size: "XL", captions: false },
    { setItem: (_, text) => (kept = text) },
  );
  expect(readPreferences(holding(kept))).toMatchObject({ size: "XL", captions: false });
});

it.each([
  "",
  "[",
  "null",
  '"x"',
  '{"size":"XXL","mic":"yes","captionColors":"","captionPosition":"left","captionRows":4,"captionHold":1}',
  '{"announcements":-1,"toString":"x"}',
])("survives %j in the storage", (text) => {
  expect(readPreferences(holding(text))).toEqual(readPreferences(holding(null)));
});

it("keeps each caption setting", () => {
  const chosen = {
    captionsOnly: true,
    captionColors: "yellow",
    captionPosition: "beside",
    captionRows: 8,
    captionHold: "kept",
    announcements: 0,
  } as const;
  let kept = "";
  writePreferences({ ...readPreferences(holding(null)), ...chosen }, { setItem: (_, text) => (kept = text) });
  expect(readPreferences(holding(kept))).toMatchObject(chosen);
});

it("keeps how the microphone's sound is processed", () => {
  const chosen = { echoCancellation: false, noiseSuppression: false, autoGainControl: false, mutedHint: false };
  let kept = "";
  writePreferences({ ...readPreferences(holding(null)), ...chosen }, { setItem: (_, text) => (kept = text) });
  expect(readPreferences(holding(kept))).toMatchObject(chosen);
});

it("does without a storage that refuses", () => {
  const refusing = {
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  };
  expect(() => writePreferences(readPreferences(holding(null)), refusing)).not.toThrow();
});

it("steps through the sizes and stops at either end", () => {
  expect(stepSize("S", 1)).toBe("M");
  expect(stepSize("XL", 1)).toBe("XL");
  expect(stepSize("S", -1)).toBe("S");
});
