/** The engine's timed words laid over a text, which may have been punctuated or corrected since. */

export interface TimedWord {
  word: string;
  start_ms: number;
  end_ms: number;
}

/** Characters [from, to) of the text, in UTF-16 units, and when they are said. */
export interface Span {
  from: number;
  to: number;
  startMs: number;
  endMs: number;
}

const LETTER = /[\p{L}\p{N}]/u;
/** Chinese and Japanese have no spaces between words: there each character counts as one. */
const WORD =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu;

interface Letter {
  letter: string;
  /** Its place in the text, or the number of its word. */
  at: number;
}

/**
 * The text's words with their times, in order. Letters that text and words have in common at the beginning and at
 * the end keep their times; words between them share the time between them, and without any the segment's.
 */
export function spansOf(text: string, words: readonly TimedWord[], startMs: number, endMs: number): Span[] {
  const said = lettersOf(text, 0);
  const timed = words.flatMap(({ word }, number) => lettersOf(word, 0).map(({ letter }) => ({ letter, at: number })));
  const head = common(said, timed, (list, n) => list[n]);
  const left = Math.min(said.length, timed.length) - head;
  const tail = Math.min(
    left,
    common(said, timed, (list, n) => list[list.length - 1 - n]),
  );
  const known: Span[] = [];
  let letters = 0;
  words.forEach(({ start_ms, end_ms }, number) => {
    const first = letters;
    while (timed[letters]?.at === number) letters += 1;
    const isHead = letters <= head;
    const isTail = first >= timed.length - tail;
    if (letters === first || !(isHead || isTail)) return;
    const shift = isHead ? 0 : said.length - timed.length;
    const [one, last] = [said[first + shift], said[letters - 1 + shift]];
    if (!one || !last) return;
    known.push({
      from: one.at,
      to: last.at + last.letter.length,
      startMs: start_ms,
      endMs: Math.max(start_ms, end_ms),
    });
  });
  return filled(text, known, startMs, endMs);
}

function lettersOf(text: string, from: number): Letter[] {
  const found: Letter[] = [];
  let at = from;
  for (const letter of text) {
    if (LETTER.test(letter)) found.push({ letter, at });
    at += letter.length;
  }
  return found;
}

/** How many letters two lists have in common in an order of theirs. */
function common(
  one: readonly Letter[],
  other: readonly Letter[],
  nth: (list: readonly Letter[], n: number) => Letter | undefined,
): number {
  let n = 0;
  while (n < one.length && n < other.length && lower(nth(one, n)) === lower(nth(other, n))) n += 1;
  return n;
}

function lower(letter: Letter | undefined): string {
  return letter?.letter.toLowerCase() ?? "";
}

function filled(text: string, known: readonly Span[], startMs: number, endMs: number): Span[] {
  const found: Span[] = [];
  let [at, atMs] = [0, startMs];
  for (const span of known) {
    found.push(...shared(text, at, span.from, atMs, Math.max(atMs, span.startMs)), span);
    [at, atMs] = [span.to, span.endMs];
  }
  return [...found, ...shared(text, at, text.length, atMs, Math.max(atMs, endMs))];
}

/** Lets the words of a stretch share its time by their lengths. */
function shared(text: string, from: number, to: number, startMs: number, endMs: number): Span[] {
  const words = [...text.slice(from, to).matchAll(WORD)].filter(([word]) => LETTER.test(word));
  const whole = words.reduce((sum, [word]) => sum + word.length, 0);
  let passed = 0;
  return words.map((match) => {
    const at = (length: number): number => Math.floor(startMs + ((endMs - startMs) * length) / whole);
    const begin = passed;
    passed += match[0].length;
    const place = from + match.index;
    return { from: place, to: place + match[0].length, startMs: at(begin), endMs: at(passed) };
  });
}

/** The word at a place in the text; between words the one before. */
export function spanAtPlace(spans: readonly Span[], place: number): Span | null {
  return spans.findLast(({ from }) => from <= place) ?? spans[0] ?? null;
}
