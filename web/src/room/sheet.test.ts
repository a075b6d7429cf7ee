import { expect, it } from "vitest";
import { afterDrag } from "./sheet";

it.each([
  ["half", 5, 0.9, "half", "a tap"],
  ["half", 40, 0.1, "half", "a little down"],
  ["half", 200, 0.1, "closed", "far down"],
  ["half", 40, 0.8, "closed", "a flick down"],
  ["half", -60, -0.1, "full", "up"],
  ["full", 30, 0.1, "full", "a little down"],
  ["full", 120, 0.1, "half", "some way down"],
  ["full", 300, 0.1, "closed", "far down"],
  ["full", 60, 0.8, "half", "a flick down"],
  ["full", 60, -0.8, "full", "down and then a flick up"],
] as const)("a %s sheet, dragged by %i px at %f px/ms, is then %s: %s", (height, byPx, pxPerMs, after, _what) => {
  expect(afterDrag(height, { byPx, heightPx: 450, pxPerMs })).toBe(after);
});
