/** The beginning of a message where it is answered, by the same rules as `server/pages/chat.py`. */

const MOST_QUOTED = 80;

export function quotation(text: string): string {
  const letters = [...text.split(/\s+/u).filter(Boolean).join(" ")];
  return letters.length <= MOST_QUOTED ? letters.join("") : `${letters.slice(0, MOST_QUOTED).join("").trimEnd()}…`;
}
