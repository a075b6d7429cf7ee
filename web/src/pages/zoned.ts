/** Times that a clock shows in a named zone, as `datetime-local` fields have them. */

/** What to say where `momentOf` finds none. */
export const NO_SUCH_TIME = "Choose a time that there is: clocks may go forward then.";

/** The value of a field for a moment; `zone` is an IANA name. */
export function zonedValue(at: Date, zone: string): string {
  return shown(at, zone).toISOString().slice(0, 16);
}

/**
 * The moment at which the zone's clock shows a value; null if it never does, because clocks go forward then.
 * Of an hour that comes twice it is the first.
 */
export function momentOf(value: string, zone: string): Date | null {
  const wanted = Date.parse(`${value}Z`);
  if (Number.isNaN(wanted)) return null;
  const candidates = [-DAY_MS, DAY_MS].map((ms) => new Date(wanted - offset(new Date(wanted + ms), zone)));
  const found = candidates.filter((at) => shown(at, zone).getTime() === wanted);
  return found.sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

const DAY_MS = 86_400_000;

/** What the zone's clock shows, as if it were UTC; to the minute. */
function shown(at: Date, zone: string): Date {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  return new Date(Date.UTC(year, month - 1, day, hour, minute));
}

function offset(at: Date, zone: string): number {
  return shown(at, zone).getTime() - Math.floor(at.getTime() / 60_000) * 60_000;
}
