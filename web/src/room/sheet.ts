/** A panel on a phone: a sheet over the lower part of the stage, which a thumb makes taller, lower, or closes. */

export type SheetHeight = "half" | "full";

export interface Drag {
  /** Downwards. */
  byPx: number;
  /** Of the sheet before. */
  heightPx: number;
  /** Downwards, at the end. */
  pxPerMs: number;
}

const FLICK_PX_PER_MS = 0.5;
/** Less was a tap with an unsteady thumb. */
const LEAST_PX = 12;
/** Shares of the sheet's height. */
const CLOSES = 0.35;
const LOWERS = 0.15;
const CLOSES_FULL = 0.6;

/** What a drag of the sheet's head leads to. */
export function afterDrag(height: SheetHeight, { byPx, heightPx, pxPerMs }: Drag): SheetHeight | "closed" {
  if (Math.abs(byPx) < LEAST_PX) return height;
  if (Math.abs(pxPerMs) > FLICK_PX_PER_MS) {
    if (pxPerMs < 0) return "full";
    return height === "full" ? "half" : "closed";
  }
  if (byPx < 0) return "full";
  const share = byPx / heightPx;
  if (height === "half") return share > CLOSES ? "closed" : "half";
  if (share > CLOSES_FULL) return "closed";
  return share > LOWERS ? "half" : "full";
}
