/** The count of unread notifications: what the header shows of it, and when it is worth saying aloud. */

/** A count of this much means so many or more. */
const MOST = 100;
/** A screen reader hears of news at most this often. */
export const QUIET_MS = 30_000;

export interface Shown {
  /** In the header; empty if there is nothing to show. */
  badge: string;
  /** What the badge is read as. */
  label: string;
  /** What is said aloud now; empty for nothing. */
  said: string;
}

export class Unread {
  #before: number | undefined;
  #saidAt = Number.NEGATIVE_INFINITY;

  /** Takes a new count; only more than before is said, never the first count of a page, and not all the time. */
  counted(count: number, nowMs: number): Shown {
    const grew = this.#before !== undefined && count > this.#before;
    this.#before = count;
    const say = grew && nowMs - this.#saidAt >= QUIET_MS;
    if (say) this.#saidAt = nowMs;
    const label = count === 0 ? "" : `${amount(count)} unread`;
    return { badge: count === 0 ? "" : count >= MOST ? "99+" : String(count), label, said: say ? label : "" };
  }
}

function amount(count: number): string {
  return count >= MOST ? "more than 99" : String(count);
}
