/** Web addresses in chat messages, by the same rules as `server/pages/text_links.py`. */

export interface Piece {
  text: string;
  /** Of a link; null of other words. */
  href: string | null;
}

const ADDRESS = /https?:\/\/[^\s<>"'`]+/giu;
const AFTER = ".,:;!?)]}…";

/** Only http and https are links, and none that names somebody before its host: it looks like another site. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    if (!isPlain(address)) continue;
    pieces.push({ text: text.slice(end, match.index), href: null }, { text: address, href: address });
    end = match.index + address.length;
  }
  return [...pieces, { text: text.slice(end), href: null }].filter((piece) => piece.text !== "");
}

/** Leaves the end of the sentence out; a closing bracket stays where the address opened one. */
function trimmed(address: string): string {
  let kept = address;
  while (kept !== "" && AFTER.includes(kept.at(-1) ?? "")) {
    if (kept.endsWith(")") && count(kept, "(") >= count(kept, ")")) break;
    kept = kept.slice(0, -1);
  }
  return kept;
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}

function isPlain(address: string): boolean {
  try {
    const { protocol, hostname, username, password } = new URL(address);
    return /^https?:$/.test(protocol) && hostname !== "" && username === "" && password === "";
  } catch {
    return false;
  }
}
