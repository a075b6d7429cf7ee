import { expect, it } from "vitest";
import { gridFor, pagesFor, withSpeaker } from "./grid";

it.each([
  [1, 360, 500, { columns: 1, rows: 1 }],
  [2, 360, 500, { columns: 1, rows: 2 }],
  [12, 360, 520, { columns: 3, rows: 4 }],
  [2, 1000, 600, { columns: 2, rows: 1 }],
  [4, 1000, 600, { columns: 2, rows: 2 }],
  [12, 1200, 650, { columns: 4, rows: 3 }],
])("stands %i faces on %i × %i", (count, width, height, grid) => {
  expect(gridFor(count, width, height)).toEqual(grid);
});

it.each([
  [360, 480],
  [360, 420],
  [320, 400],
  [740, 220],
])("shows six or more of twelve on %i × %i", (width, height) => {
  const { columns, rows } = gridFor(12, width, height);
  expect(columns * rows).toBeGreaterThanOrEqual(6);
});

it("leaves the rest to other pages where it is too small, and stands one where nothing fits", () => {
  const { columns, rows } = gridFor(200, 1920, 1080);
  expect(columns * rows).toBe(49);
  expect(gridFor(12, 40, 40)).toEqual({ columns: 1, rows: 1 });
});

it.each([
  [3, true, "dbca"],
  [0, true, "abcd"],
  [-1, true, "abcd"],
  [1, false, "abcd"],
  [3, false, "adcb"],
])("puts speaker %i where they are seen (phone: %s)", (speaker, isPhone, order) => {
  expect(withSpeaker([..."abcd"], speaker, 2, isPhone).join("")).toBe(order);
});

it("needs no pager where all tiles fit", () => {
  expect(pagesFor(4, 1200, 700)).toEqual({ ...gridFor(4, 1200, 700), pager: "none" });
});

it.each([
  [740, 170, "beside"],
  [360, 420, "below"],
] as const)("leaves space for the pager on a stage of %i × %i, %s the tiles", (width, height, pager) => {
  const pages = pagesFor(40, width, height);
  expect(pages.pager).toBe(pager);
  const [wide, high] = pager === "beside" ? [width - 52, height] : [width, height - 52];
  expect(gridFor(40, wide, high)).toEqual({ columns: pages.columns, rows: pages.rows });
});
