/** Which tiles are large: one's own pin, the host's spotlight, shared screens, or who speaks. */
import type { Attendee } from "./person";

export const SPOTLIGHT = "parley.spotlight";
/** auto: a grid until a screen is shared; grid: whatever is shared; speaker: whoever spoke last. */
export const LAYOUTS = ["auto", "grid", "speaker"] as const;
export type Layout = (typeof LAYOUTS)[number];

/** Two beside each other, as two shared screens. */
const MOST_LARGE = 2;

export interface Tile {
  readonly identity: string;
  readonly isShare: boolean;
}

export interface Wishes {
  layout: Layout;
  /** What somebody enlarged for themselves. */
  pinned: Tile | undefined;
  /** Whom the host shows to everybody; empty: nobody. */
  spotlight: string;
  /** Who of the others spoke last; empty: nobody yet. */
  speaker: string;
}

/** The tiles to show large; none: a grid of all. One's own pin comes first, then the spotlight. */
export function largeTiles<T>(tiles: readonly T[], tileOf: (tile: T) => Tile, wishes: Wishes): T[] {
  const { layout, pinned, spotlight, speaker } = wishes;
  const find = (identity: string, isShare: boolean): T[] =>
    tiles.filter((each) => tileOf(each).identity === identity && tileOf(each).isShare === isShare).slice(0, 1);
  const own = pinned === undefined ? [] : find(pinned.identity, pinned.isShare);
  if (own.length > 0) return own;
  const shares = layout === "grid" ? [] : tiles.filter((each) => tileOf(each).isShare);
  const large = [...find(spotlight, false), ...shares].slice(0, MOST_LARGE);
  if (large.length > 0 || layout !== "speaker") return large;
  const spoke = find(speaker, false);
  return spoke.length > 0 || tiles.length < 2 ? spoke : tiles.filter((each) => !tileOf(each).isShare).slice(-1);
}

/** The one tile for a window that has room for one: the stage's large one, else a screen, who spoke last, or oneself. */
export function onlyTile<T>(tiles: readonly T[], tileOf: (tile: T) => Tile, wishes: Wishes): T | undefined {
  const [large] = largeTiles(tiles, tileOf, wishes);
  return large ?? largeTiles(tiles, tileOf, { ...wishes, layout: "speaker" })[0] ?? tiles[0];
}

/** The identity of who spoke last, of those who spoke; empty: nobody. */
export function lastToSpeak(people: Iterable<{ identity: string; lastSpokeAt?: Date | undefined }>): string {
  let last = { identity: "", at: 0 };
  for (const { identity, lastSpokeAt } of people) {
    const at = lastSpokeAt?.getTime() ?? 0;
    if (at > last.at) last = { identity, at };
  }
  return last.identity;
}

/** The identity of whom the host put into the spotlight last; empty: nobody. */
export function spotlit(people: readonly Attendee[]): string {
  let latest: { identity: string; at: number } | null = null;
  for (const { identity, attributes } of people) {
    const at = Date.parse(attributes[SPOTLIGHT] ?? "");
    if (!Number.isNaN(at) && (latest === null || at > latest.at)) latest = { identity, at };
  }
  return latest?.identity ?? "";
}
