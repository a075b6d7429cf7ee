import { ConnectionQuality } from "livekit-client";
import { expect, it } from "vitest";
import { qualityWords } from "./quality";

it.each([
  [ConnectionQuality.Poor, "Connection: poor"],
  [ConnectionQuality.Lost, "Connection: lost"],
  [ConnectionQuality.Unknown, ""],
])("says %s as %j", (quality, words) => {
  expect(qualityWords(quality)).toBe(words);
});
