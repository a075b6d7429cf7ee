import { expect, it } from "vitest";
import { changeable, PROCESSED, soundOf } from "./sound";

it("takes the sound's settings alone", () => {
  expect(soundOf({ ...PROCESSED, noiseSuppression: false, name: "Alice" } as typeof PROCESSED)).toEqual({
    echoCancellation: true,
    noiseSuppression: false,
    autoGainControl: true,
  });
});

it("offers what the browser can be told", () => {
  const media = { getSupportedConstraints: () => ({ echoCancellation: true, width: true, autoGainControl: false }) };
  expect(changeable(media)).toEqual(["echoCancellation"]);
  expect(changeable(undefined)).toEqual([]);
});
