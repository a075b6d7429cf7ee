/** How many faces stand on one page, in how many columns, and in which order. */

export interface Grid {
  columns: number;
  rows: number;
}

/** In CSS pixels; below this a face is no face and a name cannot be read. */
const LEAST_WIDTH = 100;
const LEAST_HEIGHT = 76;
const MOST_COLUMNS = 5;
const MOST_TILES = 25;
/** What a tile has beyond these, width to height, shows no more of a face. */
const WIDEST = 16 / 10;
const NARROWEST = 3 / 4;
export const GAP_PX = 8;
/** A stage narrower than this is a phone's. */
export const PHONE_PX = 600;

/** The grid in which as many of `count` tiles as can be seen are as large as can be. */
export function gridFor(count: number, width: number, height: number): Grid {
  for (let tiles = Math.min(Math.max(count, 1), MOST_TILES); tiles > 1; tiles -= 1) {
    const best = largest(gridsOf(tiles), width, height);
    if (best !== null) return best;
  }
  return { columns: 1, rows: 1 };
}

function gridsOf(tiles: number): Grid[] {
  return Array.from({ length: Math.min(MOST_COLUMNS, tiles) }, (_, n) => ({
    columns: n + 1,
    rows: Math.ceil(tiles / (n + 1)),
  }));
}

function largest(grids: readonly Grid[], width: number, height: number): Grid | null {
  let best: Grid | null = null;
  let most = 0;
  for (const grid of grids) {
    const [wide, high] = [side(width, grid.columns), side(height, grid.rows)];
    const size = Math.min(wide, high * WIDEST) * Math.min(high, wide / NARROWEST);
    if (wide < LEAST_WIDTH || high < LEAST_HEIGHT || size <= most) continue;
    [best, most] = [grid, size];
  }
  return best;
}

function side(length: number, count: number): number {
  return (length - GAP_PX * (count + 1)) / count;
}

/**
 * Who speaks changes places with the first where the stage is a phone's, and elsewhere with the last of the first page when
 * they stand on a later one; all others stay where they are.
 */
export function withSpeaker<T>(tiles: readonly T[], speaker: number, perPage: number, isPhone: boolean): readonly T[] {
  const to = isPhone ? 0 : perPage - 1;
  if (speaker < 0 || speaker === to || (!isPhone && speaker < perPage)) return tiles;
  const ordered = [...tiles];
  [ordered[to], ordered[speaker]] = [tiles[speaker] as T, tiles[to] as T];
  return ordered;
}
