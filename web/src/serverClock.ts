/** The server's clock, as its answers tell it: that of a computer may be wrong by hours. */

/** Nearer than this two clocks are the same: an answer tells whole seconds, and was on its way. */
const SAME_MS = 5_000;
let aheadMs = 0;

/** Takes the `Date` of an answer that has just come. */
export function noteDate(date: string | null): void {
  const ahead = Date.parse(date ?? "") - Date.now();
  if (!Number.isNaN(ahead)) aheadMs = Math.abs(ahead) < SAME_MS ? 0 : ahead;
}

/** What time it is there, to be compared with times that the server tells. */
export function serverNow(): number {
  return Date.now() + aheadMs;
}
