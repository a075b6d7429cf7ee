/** How many tiles fit on one page, in how many columns, and in which order. */

export interface Grid {
  columns: number;
  rows: number;
}

/** In CSS pixels; on smaller tiles faces and names cannot be recognised. */
const MIN_WIDTH = 100;
const MIN_HEIGHT = 76;
const MAX_COLUMNS = 7;
const MAX_TILES = 49;
/** Width to height; what a tile has beyond shows no more of a face. */
const MAX_ASPECT = 16 / 10;
const MIN_ASPECT = 3 / 4;
export const GAP_PX = 8;
/** Narrower stages count as a phone's. */
export const PHONE_PX = 600;

/** Fits as many of `count` tiles as possible on one page, then makes them as large as possible. */
export function gridFor(count: number, width: number, height: number): Grid {
  for (let tiles = Math.min(Math.max(count, 1), MAX_TILES); tiles > 1; tiles -= 1) {
    const best = largest(gridsOf(tiles), width, height);
    if (best !== null) return best;
  }
  return { columns: 1, rows: 1 };
}

/** The buttons that turn the page, with the gap before them: below the tiles, on a low stage beside them. */
const PAGER_PX = 44 + GAP_PX;
const LOW_PX = 300;

export interface Pages extends Grid {
  pager: "none" | "below" | "beside";
}

/** As `gridFor`, with space for the pager where there are further pages. */
export function pagesFor(count: number, width: number, height: number): Pages {
  const whole = gridFor(count, width, height);
  if (whole.columns * whole.rows >= count) return { ...whole, pager: "none" };
  return height < LOW_PX
    ? { ...gridFor(count, width - PAGER_PX, height), pager: "beside" }
    : { ...gridFor(count, width, height - PAGER_PX), pager: "below" };
}

function gridsOf(tiles: number): Grid[] {
  return Array.from({ length: Math.min(MAX_COLUMNS, tiles) }, (_, n) => ({
    columns: n + 1,
    rows: Math.ceil(tiles / (n + 1)),
  }));
}

function largest(grids: readonly Grid[], width: number, height: number): Grid | null {
  let best: Grid | null = null;
  let most = 0;
  for (const grid of grids) {
    const [wide, high] = [side(width, grid.columns), side(height, grid.rows)];
    const size = Math.min(wide, high * MAX_ASPECT) * Math.min(high, wide / MIN_ASPECT);
    if (wide < MIN_WIDTH || high < MIN_HEIGHT || size <= most) continue;
    [best, most] = [grid, size];
  }
  return best;
}

function side(length: number, count: number): number {
  return (length - GAP_PX * (count + 1)) / count;
}

/**
 * Swaps the speaker's tile with the first one on a phone; elsewhere, where it is on a later page, with the last one of the
 * first page. All other tiles keep their places.
 */
export function withSpeaker<T>(tiles: readonly T[], speaker: number, perPage: number, isPhone: boolean): readonly T[] {
  const to = isPhone ? 0 : perPage - 1;
  if (speaker < 0 || speaker === to || (!isPhone && speaker < perPage)) return tiles;
  const ordered = [...tiles];
  [ordered[to], ordered[speaker]] = [tiles[speaker] as T, tiles[to] as T];
  return ordered;
}
