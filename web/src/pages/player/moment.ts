/** Moments of a recording as people write and share them. */

/** 7 s, 12:04, 1:02:09, as the server writes it. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const pad = (n: number): string => String(n).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}

/** A moment in words, for screen readers: 1 hour 2 minutes 9 seconds. */
export function spoken(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts: [number, string][] = [
    [Math.floor(seconds / 3600), "hour"],
    [Math.floor(seconds / 60) % 60, "minute"],
    [seconds % 60, "second"],
  ];
  const said = parts.filter(([n]) => n > 0).map(([n, unit]) => `${n} ${unit}${n === 1 ? "" : "s"}`);
  return said.join(" ") || "the beginning";
}

/** Reads `?t=` of a link: seconds, MM:SS, H:MM:SS or 1h2m3s; null where it is none. */
export function momentOf(text: string | null): number | null {
  const value = (text ?? "").trim();
  if (/^\d{1,6}(\.\d{1,3})?s?$/.test(value)) return Math.round(Number.parseFloat(value) * 1000);
  if (/^\d{1,4}(:[0-5]\d){1,2}$/.test(value)) {
    return value.split(":").reduce((sum, part) => sum * 60 + Number(part), 0) * 1000;
  }
  const units = /^(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s)?$/.exec(value);
  if (units === null || value === "") return null;
  const [hours, minutes, seconds] = units.slice(1).map((part) => Number(part ?? 0)) as [number, number, number];
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** The page's address with a moment, without what else it has. */
export function linkTo(page: string, ms: number): string {
  const url = new URL(page);
  return `${url.origin}${url.pathname}?t=${clock(ms)}`;
}
