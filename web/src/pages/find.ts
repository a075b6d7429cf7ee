/**
 * Search within the transcript: what is on the page is marked at once, and as soon as the server answers every form of
 * a word. Enter goes to the next match, Shift and Enter to the one before.
 */
import { call } from "../api";

const NAME = "found";
/** A pause in typing after which the server is asked. */
const PAUSE_MS = 150;

export interface Match {
  segment: string;
  /** In UTF-16 units of the segment's text. */
  start: number;
  end: number;
}

/** What the server found: marks are in Unicode characters, of a revision of the segment's text. */
export interface Found {
  found: readonly { segment_id: string; marked: readonly { start: number; end: number }[] }[];
  more: boolean;
}

export interface Searched {
  /** The segments on the page in their order: id and text. */
  segments: () => readonly (readonly [string, string])[];
  ask: (query: string, signal: AbortSignal) => Promise<Found>;
  /** Calls back after a pause; returns the function that cancels it. */
  after: (ms: number, then: () => void) => () => void;
  show: (finder: Finder) => void;
}

/** Matches of a query, regardless of case and accents; [start, end) in UTF-16 units of `text`. */
export function places(text: string, query: string): [number, number][] {
  const wanted = folded(query.trim()).join("");
  if (wanted === "") return [];
  const units = folded(text);
  const joined = units.join("");
  // The folded text may be shorter or longer than the original: count back to the original units.
  const origin = units.flatMap((unit, index) => Array<number>(unit.length).fill(index));
  const found: [number, number][] = [];
  for (let at = joined.indexOf(wanted); at !== -1; at = joined.indexOf(wanted, at + wanted.length)) {
    found.push([origin[at] ?? 0, (origin[at + wanted.length - 1] ?? 0) + 1]);
  }
  return found;
}

function folded(text: string): string[] {
  return Array.from({ length: text.length }, (_, i) =>
    text.charAt(i).normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(),
  );
}

/** The server's marks in UTF-16 units. */
export function inUnits(text: string, marks: readonly { start: number; end: number }[]): [number, number][] {
  const starts = [0];
  for (const letter of text) starts.push((starts.at(-1) ?? 0) + letter.length);
  return marks.map(({ start, end }) => [starts[start] ?? text.length, starts[end] ?? text.length]);
}

export class Finder {
  query = "";
  matches: readonly Match[] = [];
  /** Of the match gone to; -1: none yet. */
  at = -1;
  more = false;
  readonly #searched: Searched;
  #cancel = (): void => undefined;
  #asked: AbortController | null = null;

  constructor(searched: Searched) {
    this.#searched = searched;
  }

  /** What there is to tell about the matches. */
  get words(): string {
    if (this.query.trim() === "") return "";
    if (this.matches.length === 0) return "Not found";
    const count = `${this.matches.length}${this.more ? "+" : ""}`;
    return this.at < 0 ? `${count} found` : `${this.at + 1} of ${count}`;
  }

  /** Searches the page now and the server soon. */
  search(query: string): void {
    this.#stop();
    this.query = query;
    this.more = false;
    this.#take(
      this.#searched
        .segments()
        .flatMap(([segment, text]) => places(text, query).map(([start, end]) => ({ segment, start, end }))),
    );
    if (query.trim() !== "") this.#cancel = this.#searched.after(PAUSE_MS, () => void this.#ask(query));
  }

  /** Goes to the next match, or with -1 to the one before, round the ends. */
  go(step: 1 | -1): Match | null {
    if (this.matches.length === 0) return null;
    const from = this.at < 0 && step < 0 ? 0 : this.at;
    this.at = (from + step + this.matches.length) % this.matches.length;
    this.#searched.show(this);
    return this.matches[this.at] ?? null;
  }

  async #ask(query: string): Promise<void> {
    const asked = new AbortController();
    this.#asked = asked;
    // Without an answer what was found on the page stays.
    const answer = await this.#searched.ask(query, asked.signal).catch(() => null);
    if (answer === null || asked.signal.aborted) return;
    const texts = new Map(this.#searched.segments());
    this.more = answer.more;
    this.#take(
      answer.found.flatMap(({ segment_id: segment, marked }) =>
        inUnits(texts.get(segment) ?? "", marked).map(([start, end]) => ({ segment, start, end })),
      ),
    );
  }

  #stop(): void {
    this.#cancel();
    this.#asked?.abort();
    this.#cancel = () => undefined;
    this.#asked = null;
  }

  /** Keeps the place where somebody has gone to a match already. */
  #take(matches: readonly Match[]): void {
    const here = this.matches[this.at];
    this.matches = matches;
    this.at = here ? matches.findIndex(({ segment, start }) => segment === here.segment && start === here.start) : -1;
    this.#searched.show(this);
  }
}

/** Wires the search field, its count of matches, and the buttons; returns what searches again. */
export function findIn(root: HTMLElement): () => void {
  const field = root.querySelector<HTMLInputElement>("[data-find]");
  const count = root.querySelector<HTMLElement>("[data-find-count]");
  if (!field || !count) return () => undefined;
  const slug = root.dataset.slug;
  const buttons = [...root.querySelectorAll<HTMLButtonElement>("[data-find-go]")];

  const finder = new Finder({
    segments: () =>
      [...root.querySelectorAll<HTMLElement>("[data-segment]")].map((said) => [
        said.dataset.segment ?? "",
        said.firstChild?.textContent ?? "",
      ]),
    ask: async (query, signal) =>
      slug === undefined
        ? Promise.reject(new Error("no meeting"))
        : call<Found>("GET", `/rooms/${slug}/search?q=${encodeURIComponent(query.trim())}`, undefined, signal),
    after: (ms, then) => {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
    show: ({ words, matches, at }) => {
      count.textContent = words;
      for (const button of buttons) button.hidden = matches.length === 0;
      paint(root, matches, at);
    },
  });
  const go = (step: 1 | -1): void => {
    const match = finder.go(step);
    saidIn(root, match)?.scrollIntoView({ block: "center", behavior: "smooth" });
  };

  field.addEventListener("input", () => finder.search(field.value));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || finder.matches.length === 0) return;
    event.preventDefault();
    go(event.shiftKey ? -1 : 1);
  });
  for (const button of buttons) button.addEventListener("click", () => go(button.dataset.findGo === "-1" ? -1 : 1));
  if (field.value !== "") finder.search(field.value);
  return () => {
    if (finder.query !== "") finder.search(finder.query);
  };
}

function saidIn(root: ParentNode, match: Match | null): HTMLElement | null {
  return match && root.querySelector<HTMLElement>(`[data-segment="${CSS.escape(match.segment)}"]`);
}

/** Marks with the CSS highlight API, which changes no elements; browsers without it show only the count. */
function paint(root: ParentNode, matches: readonly Match[], at: number): void {
  if (!("highlights" in CSS)) return;
  const elements = new Map<string, HTMLElement>();
  for (const said of root.querySelectorAll<HTMLElement>("[data-segment]")) {
    elements.set(said.dataset.segment ?? "", said);
  }
  const ranges = matches.map((match) => rangeOf(elements.get(match.segment), match));
  const here = ranges[at];
  CSS.highlights.set(NAME, new Highlight(...ranges.filter((range) => range !== null)));
  CSS.highlights.set(`${NAME}-here`, new Highlight(...(here ? [here] : [])));
}

function rangeOf(said: HTMLElement | undefined, { start, end }: Match): Range | null {
  const node = said?.firstChild;
  if (!(node instanceof Text) || end > node.length) return null;
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  return range;
}
