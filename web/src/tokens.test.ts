import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** WCAG's AAA for text. */
const ENOUGH = 7;

const css = readFileSync("src/tokens.css", "utf8");

/** The custom properties of the first rule with this selector. */
function rule(selector: string): ReadonlyMap<string, string> {
  const from = css.indexOf(`${selector} {`);
  const body = css.slice(css.indexOf("{", from) + 1, css.indexOf("}", from));
  return new Map(
    [...body.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name, value]) => [name as string, value as string]),
  );
}

/** Relative luminance of `#rrggbb`. */
function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

it.each(["white", "yellow", "black"])("captions in the colours %s can be read", (colors) => {
  const found = rule(`[data-colors="${colors}"]`);
  const ground = found.get("captions-bg") as string;
  for (const ink of ["captions-ink", "captions-ink-2"])
    expect(contrast(found.get(ink) as string, ground)).toBeGreaterThanOrEqual(ENOUGH);
});

it("captions in the standard colours can be read, names included", () => {
  const [stage, captions, speakers] = [rule(":root"), rule(".reader"), rule(".caption-preview")];
  const inks = [stage.get("pl-stage-ink"), captions.get("captions-ink-2"), ...speakers.values()] as string[];
  expect(speakers.size).toBe(8);
  for (const ink of inks) expect(contrast(ink, stage.get("pl-stage") as string)).toBeGreaterThanOrEqual(ENOUGH);
});
