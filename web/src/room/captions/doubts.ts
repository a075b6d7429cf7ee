/** Which words of a caption the engine was not sure of. */

export interface HeardWord {
  readonly word: string;
  readonly confidence: number | null;
}

/** The place of doubtful words in a text: from, to. */
export type Span = readonly [number, number];

export interface Part {
  readonly text: string;
  readonly isDoubtful: boolean;
}

/** Words of a lower confidence are marked. */
const LOW_WORD = 0.5;

/** Reads `parley.words` (docs/wire.md); none where it is absent or odd. */
export function wordsOfStream(json: string | undefined): readonly HeardWord[] {
  if (!json) return [];
  try {
    const words: unknown = JSON.parse(json);
    return Array.isArray(words) ? words.flatMap(wordOf) : [];
  } catch {
    return [];
  }
}

function wordOf(item: unknown): HeardWord[] {
  if (!Array.isArray(item) || typeof item[0] !== "string") return [];
  return [{ word: item[0], confidence: typeof item[3] === "number" ? item[3] : null }];
}

/** Neighbours are one span; null where the words have no confidence, or are not those of the text, as after a correction. */
export function doubtsOf(text: string, words: readonly HeardWord[]): readonly Span[] | null {
  if (words.length === 0) return null;
  const spans: Span[] = [];
  let end = 0;
  for (const { word, confidence } of words) {
    const start = text.indexOf(word, end);
    const between = text.slice(end, start);
    if (start < 0 || confidence === null || /[\p{L}\p{N}]/u.test(between)) return null;
    end = start + word.length;
    if (confidence >= LOW_WORD) continue;
    const last = spans.at(-1);
    if (last !== undefined && text.slice(last[1], start).trim() === "") spans[spans.length - 1] = [last[0], end];
    else spans.push([start, end]);
  }
  return /[\p{L}\p{N}]/u.test(text.slice(end)) ? null : spans;
}

/** Cuts a text at its doubtful spans; nothing is lost. */
export function partsOf(text: string, doubts: readonly Span[]): readonly Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const [from, to] of doubts) {
    parts.push({ text: text.slice(end, from), isDoubtful: false }, { text: text.slice(from, to), isDoubtful: true });
    end = to;
  }
  parts.push({ text: text.slice(end), isDoubtful: false });
  return parts.filter((part) => part.text !== "");
}
