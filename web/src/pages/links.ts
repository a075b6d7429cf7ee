/** What people paste when asked for a meeting: a link, a path or the bare code. */

const SLUG = /^[a-z0-9][a-z0-9-]{0,79}$/;

/** The code in a link of this or any origin (`…/r/atrium`, `…/m/atrium?x`), or in the bare code; null when there is none. */
export function slugOf(pasted: string): string | null {
  const text = pasted.trim();
  const linked = /\/[rm]\/([^/?#\s]+)/.exec(text)?.[1];
  const slug = (linked ?? text).toLowerCase();
  return SLUG.test(slug) ? slug : null;
}

/** The address to hand to others. */
export function roomLink(origin: string, slug: string): string {
  return `${origin}/r/${slug}`;
}

/** E-mail addresses typed one a line, or separated by commas or semicolons; each once. */
export function addressesOf(text: string): string[] {
  const found = text
    .split(/[\s,;]+/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return [...new Set(found)];
}

/** What a meeting is called that somebody just starts: short enough for the server even where the name is not. */
export function meetingName(host: string): string {
  return `${host.slice(0, 100)}’s meeting`;
}
