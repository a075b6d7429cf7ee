import { expect, it } from "vitest";
import { quotation } from "./quotation";

it.each([
  ["Shall we?", "Shall we?"],
  ["  two\n\nlines ", "two lines"],
  ["x".repeat(80), "x".repeat(80)],
  ["👍".repeat(81), `${"👍".repeat(80)}…`],
  [`${"x".repeat(79)} and more`, `${"x".repeat(79)}…`],
])("quotes %j", (text, quoted) => {
  expect(quotation(text)).toBe(quoted);
});
