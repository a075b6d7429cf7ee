/** Parses what people paste: meeting links, codes, and lists of addresses. */

const SLUG = /^[a-z0-9][a-z0-9-]{0,99}$/;
const LINK = /\/[rm]\/([a-z0-9][a-z0-9-]*)/i;
/** Codes have three, four and three letters; on their own they may be typed with spaces. */
const CODE = /(?:^|[^a-z0-9-])([a-z]{3})[-‐-―]([a-z]{4})[-‐-―]([a-z]{3})(?![a-z0-9-])/;
const SPELLED = /^([a-z]{3})[-‐-―\s]+([a-z]{4})[-‐-―\s]+([a-z]{3})$/;
const BEFORE = /^[\s"'“”„‘’«»‹›<([{*_`|]+/;
const AFTER = /[\s"'“”„‘’«»‹›>)\]}*_`|.,;:!?…/]+$/;

/** The code in a pasted text: a link of any origin, a text with a link, or the bare code; else null. */
export function slugOf(pasted: string): string | null {
  const text = unescaped(pasted.normalize("NFKC").replace(/\p{Cf}/gu, ""));
  const linked = LINK.exec(text)?.[1];
  if (linked) return linked.toLowerCase();
  const bare = text.replace(BEFORE, "").replace(AFTER, "").toLowerCase();
  if (SLUG.test(bare)) return bare;
  const groups = SPELLED.exec(bare) ?? CODE.exec(bare);
  return groups ? groups.slice(1).join("-") : null;
}

/** Some mail programs rewrite links to a service of theirs, with the original link escaped in it. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The meeting's URL. */
export function roomLink(origin: string, slug: string): string {
  return `${origin}/r/${slug}`;
}

const CLOSING: Record<string, string> = { '"': '"', "<": ">", "(": ")" };

/** The entries of a list of people, cut at commas, semicolons and line ends that are not inside quotes or brackets. */
export function entriesOf(text: string): string[] {
  const entries: string[] = [];
  let [entry, closing] = ["", ""];
  for (const letter of `${text}\n`) {
    const ends = /[\r\n]/.test(letter) || (closing === "" && /[,;]/.test(letter));
    if (!ends) {
      closing = closing === "" ? (CLOSING[letter] ?? "") : letter === closing ? "" : closing;
      entry += letter;
      continue;
    }
    closing = "";
    if (entry.trim() !== "") entries.push(entry.trim());
    entry = "";
  }
  return withNames(entries);
}

/** `Smith, Ann <ann@…>` without quotes, as Outlook writes it, is one person. */
function withNames(entries: readonly string[]): string[] {
  const found: string[] = [];
  for (const entry of entries) {
    const before = found.at(-1);
    const belongs = before !== undefined && !/[@<:]/.test(before) && /<[^<>]*@[^<>]*>/.test(entry);
    if (belongs) found[found.length - 1] = `${before}, ${entry}`;
    else found.push(entry);
  }
  return found;
}

/** As much of the name as the server's limit of 120 leaves, in UTF-16 units. */
const MAX_HOST = 100;

/** The default name of an instant meeting, within the server's limit even for a long name. */
export function meetingName(host: string): string {
  let name = "";
  for (const { segment } of new Intl.Segmenter().segment(host)) {
    if (name.length + segment.length > MAX_HOST) break;
    name += segment;
  }
  return `${name}’s meeting`;
}
