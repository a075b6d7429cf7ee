/** The transcript on the page as the player uses it: lit while it is spoken, and played where it is clicked. */
import type { Span } from "./spans";
import { spanAtPlace, spansOf } from "./spans";
import { type Segment, type Silence, segmentAt, silencesOf, spokenAt } from "./timeline";
import type { WordPages } from "./wordPages";

export interface Said extends Segment {
  /** Its color's number, and key of the speaker's lane. */
  speaker: string;
  element: HTMLElement;
}

const NOW = "said--now";
const HIGHLIGHT = "spoken";
/** Words of what follows are fetched this long before they are spoken. */
const AHEAD_MS = 15_000;

export class Script {
  readonly #root: HTMLElement;
  readonly #words: WordPages;
  readonly #loaded: () => void;
  readonly #spans = new WeakMap<HTMLElement, { text: string; spans: readonly Span[] }>();
  #lit: readonly Said[] = [];
  #painted: readonly Range[] = [];
  #segments: readonly Said[] | null = null;
  #silences: readonly Silence[] | null = null;

  /** `loaded` is called when words that were missing are there. */
  constructor(root: HTMLElement, words: WordPages, loaded: () => void) {
    this.#root = root;
    this.#words = words;
    this.#loaded = loaded;
  }

  /** The page's segments in the order of their starts; read when they are first needed, not while the page loads. */
  get segments(): readonly Said[] {
    this.#segments ??= [...this.#root.querySelectorAll<HTMLElement>("[data-times]")]
      .map(saidOf)
      .sort((one, other) => one.startMs - other.startMs);
    return this.#segments;
  }

  get silences(): readonly Silence[] {
    this.#silences ??= silencesOf(this.segments);
    return this.#silences;
  }

  /** The page's segments were replaced. */
  changed(): void {
    this.#words.clear();
    this.#lit = [];
    this.#segments = null;
    this.#silences = null;
  }

  /** Lights what is spoken at a moment: the segments, and in each the word once its times are there. */
  light(ms: number): Said | null {
    const now = spokenAt(this.segments, ms);
    for (const each of this.#lit) if (!now.includes(each)) each.element.classList.remove(NOW);
    for (const each of now) each.element.classList.add(NOW);
    this.#lit = now;
    this.#paint(now.map((each) => this.#wordAt(each, ms)));
    const next = segmentAt(this.segments, ms + AHEAD_MS);
    if (next) void this.#words.load(next.seq);
    return now.at(-1) ?? null;
  }

  /** Lights nothing. */
  dim(): void {
    for (const each of this.#lit) each.element.classList.remove(NOW);
    this.#lit = [];
    this.#paint([]);
  }

  /** The moment of the word at a point of the window; null: there is none of the transcript. */
  async momentAt(x: number, y: number, target: Element): Promise<number | null> {
    const element = target.closest<HTMLElement>("[data-times]");
    const said = element && this.segments.find((each) => each.element === element);
    if (!said) return null;
    const place = placeAt(x, y, said.element);
    if (place === null) return said.startMs;
    await this.#words.of(said.id, said.seq);
    return spanAtPlace(this.#spansOf(said), place)?.startMs ?? said.startMs;
  }

  #wordAt(said: Said, ms: number): Range | null {
    if (this.#words.known(said.id) === null) {
      void this.#words.load(said.seq).then(() => this.#words.known(said.id) !== null && this.#loaded());
      return null;
    }
    const span = this.#spansOf(said).findLast(({ startMs }) => startMs <= ms);
    const node = said.element.firstChild;
    if (!span || !(node instanceof Text) || span.to > node.length) return null;
    const range = document.createRange();
    range.setStart(node, span.from);
    range.setEnd(node, span.to);
    return range;
  }

  #spansOf(said: Said): readonly Span[] {
    const text = said.element.firstChild?.textContent ?? "";
    const words = this.#words.known(said.id);
    const kept = this.#spans.get(said.element);
    if (words === null) return [];
    if (kept?.text === text) return kept.spans;
    // Without times of words the segment is lit as a whole, and played from its beginning.
    const spans = words.length === 0 ? [] : spansOf(text, words, said.startMs, said.endMs);
    this.#spans.set(said.element, { text, spans });
    return spans;
  }

  /**
   * With the CSS highlight API, which changes no elements; browsers without it light segments alone. A highlight that
   * is set again is painted again, so what stays is left.
   */
  #paint(words: readonly (Range | null)[]): void {
    if (!("highlights" in CSS)) return;
    const found = words.filter((range) => range !== null);
    if (found.length === this.#painted.length && found.every((range, n) => isSame(range, this.#painted[n]))) return;
    this.#painted = found;
    if (found.length === 0) CSS.highlights.delete(HIGHLIGHT);
    else CSS.highlights.set(HIGHLIGHT, new Highlight(...found));
  }
}

function isSame(one: Range, other: Range | undefined): boolean {
  return (
    one.startContainer === other?.startContainer &&
    one.startOffset === other.startOffset &&
    one.endOffset === other.endOffset
  );
}

function saidOf(element: HTMLElement): Said {
  const { segment: id = "", seq, times = "" } = element.dataset;
  const [startMs, endMs] = times.split(" ").map(Number) as [number, number];
  const speaker = element.closest<HTMLElement>("[data-speaker-color]")?.dataset.speakerColor ?? "0";
  return { id, seq: Number(seq), startMs, endMs, speaker, element };
}

/** The place in an element's text under a point of the window. */
function placeAt(x: number, y: number, element: HTMLElement): number | null {
  const [node, offset] = caretAt(x, y);
  return node !== null && node === element.firstChild ? offset : null;
}

function caretAt(x: number, y: number): [Node | null, number] {
  if ("caretPositionFromPoint" in document) {
    const caret = document.caretPositionFromPoint(x, y);
    return [caret?.offsetNode ?? null, caret?.offset ?? 0];
  }
  // Safari
  const old = document as Document & { caretRangeFromPoint?: (x: number, y: number) => Range | null };
  const range = old.caretRangeFromPoint?.(x, y) ?? null;
  return [range?.startContainer ?? null, range?.startOffset ?? 0];
}
