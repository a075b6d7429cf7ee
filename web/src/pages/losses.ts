/** What new days after a meeting's end would have deleted earlier than until now. */
import { written } from "./moments";

const DAY_MS = 86_400_000;

/** One kind of a meeting's data; null days: for ever. */
export interface Kept {
  /** All that is deleted with it. */
  goes: string;
  now: number | null;
  server: number | null;
  /** The room's new days; 0: none of its own. */
  wanted: number;
}

export interface Loss {
  goes: string;
  at: Date;
}

/** The kinds that would go earlier; what is over by today's days already is not lost by the new ones. */
export function losses(kinds: readonly Kept[], ended: Date, today: Date): Loss[] {
  return kinds.flatMap(({ goes, now, server, wanted }) => {
    const days = Math.min(wanted || Number.POSITIVE_INFINITY, server ?? Number.POSITIVE_INFINITY);
    const before = now ?? Number.POSITIVE_INFINITY;
    const isGone = ended.getTime() + before * DAY_MS <= today.getTime();
    return days < before && !isGone ? [{ goes, at: new Date(ended.getTime() + days * DAY_MS) }] : [];
  });
}

/** What goes, and when: deletion runs once a night. */
export function sentenceOf({ goes, at }: Loss, today: Date, locale?: string, timeZone?: string): string {
  if (at.getTime() <= today.getTime()) return `${goes}: within a day`;
  return `${goes}: after ${written(at.toISOString(), "date", today, locale, timeZone)}`;
}
