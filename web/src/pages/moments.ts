/** Formats times in the reader's zone and language; without scripts the page shows UTC. */

type Style = "full" | "day-time" | "time" | "date" | "relative";

const FORMATS: Record<Exclude<Style, "relative">, Intl.DateTimeFormatOptions> = {
  full: { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "numeric", minute: "2-digit" },
  "day-time": { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit" },
  time: { hour: "numeric", minute: "2-digit" },
  date: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
};

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["minute", 60],
  ["hour", 3600],
  ["day", 86400],
];

/** Older times are shown as a date instead of "3 days ago". */
const RELATIVE_LIMIT_S = 7 * 86400;

/** Formats one time; a plain date (2026-05-08) is not converted between zones. */
export function written(iso: string, style: Style, now: Date, locale?: string, timeZone?: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  if (style === "relative") return relative(at, now, locale) ?? written(iso, "full", now, locale, timeZone);
  const zone = /^\d{4}-\d\d-\d\d$/.test(iso) ? "UTC" : timeZone;
  return new Intl.DateTimeFormat(locale, { ...FORMATS[style], timeZone: zone }).format(at);
}

function relative(at: Date, now: Date, locale?: string): string | null {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  if (Math.abs(seconds) >= RELATIVE_LIMIT_S) return null;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const [unit, size] = UNITS.findLast(([, size]) => Math.abs(seconds) >= size) ?? ["minute", 60];
  return format.format(Math.trunc(seconds / size), unit);
}

/** Rewrites every `<time data-moment>` under a node; one with `data-zone` is in that zone, its title in the reader's. */
export function localize(root: ParentNode, now = new Date()): void {
  for (const element of root.querySelectorAll<HTMLTimeElement>("time[data-moment]")) {
    const style = element.dataset.moment as Style;
    element.title = written(element.dateTime, style === "date" ? "date" : "day-time", now);
    element.textContent = written(element.dateTime, style, now, undefined, element.dataset.zone);
  }
}

/** The value of a `datetime-local` field, in the reader's zone. */
export function fieldValue(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** The server's limits (server/api/fields.py). */
const GRACE_MS = 10 * 60_000;
const AHEAD_MS = 5 * 366 * 86_400_000;

/** Parses a `datetime-local` value in the reader's zone; returns a sentence about what is wrong with it instead. */
export function beginOf(value: string, now: Date): Date | string {
  const at = new Date(value);
  if (value === "" || Number.isNaN(at.getTime())) return "Choose a day and a time.";
  // Where clocks go forward, an hour of the night is left out and Date takes the time after it.
  if (fieldValue(at) !== value.slice(0, 16)) {
    return `There is no such time that night: the clocks go forward. Choose ${written(at.toISOString(), "time", now)} or another time.`;
  }
  if (at.getTime() < now.getTime() - GRACE_MS) return "That time has passed. Choose a later one.";
  if (at.getTime() > now.getTime() + AHEAD_MS) return "Choose a time within the next five years.";
  return at;
}
