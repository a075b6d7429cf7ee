/**
 * Numbers people of one name: the first keeps the bare name, the next is "Alex (2)", and so on, also after the first has
 * left. The order is that of the server's list of participants; people who are not yet in it come last, as first seen.
 */
import { Observable } from "../observable";

export interface Named {
  readonly identity: string;
  readonly name: string;
}

export class DisplayNames extends Observable {
  readonly #people = new Map<string, string>();
  #shown: ReadonlyMap<string, string> = new Map();

  /** The name to show; `name` where the identity is unknown. */
  of(identity: string, name: string): string {
    return this.#shown.get(identity) ?? name;
  }

  readonly shown = (): ReadonlyMap<string, string> => this.#shown;

  /** Adds a person, or replaces their name. */
  add(identity: string, name: string): void {
    if (identity === "" || name === "" || this.#people.get(identity) === name) return;
    this.#people.set(identity, name);
    this.#number();
  }

  /** Takes the server's order; people who are not in it stay after those who are. */
  setArrivals(people: readonly Named[]): void {
    const seen = [...this.#people];
    this.#people.clear();
    for (const { identity, name } of people) this.#people.set(identity, name);
    for (const [identity, name] of seen) if (!this.#people.has(identity)) this.#people.set(identity, name);
    this.#number();
  }

  #number(): void {
    const shown = numbered([...this.#people].map(([identity, name]) => ({ identity, name })));
    const same = shown.size === this.#shown.size && [...shown].every(([key, name]) => this.#shown.get(key) === name);
    if (same) return;
    this.#shown = shown;
    this.changed();
  }
}

/** The name to show of each identity, given people by arrival. Names that look alike count as equal. */
export function numbered(people: readonly Named[]): ReadonlyMap<string, string> {
  const taken = new Set(people.flatMap(({ name }) => keys(name)));
  const met = new Set<string>();
  const shown = new Map<string, string>();
  for (const { identity, name } of people) {
    const own = keys(name).some((key) => met.has(key)) ? nextFree(name, taken) : name;
    for (const key of keys(name)) met.add(key);
    for (const key of keys(own)) taken.add(key);
    shown.set(identity, own);
  }
  return shown;
}

/** Skips numbers that are part of somebody's own name. */
function nextFree(name: string, taken: ReadonlySet<string>): string {
  for (let n = 2; ; n += 1) {
    const own = `${name.trim()} (${n})`;
    if (!keys(own).some((key) => taken.has(key))) return own;
  }
}

/** Small letters of which the small or the capital one looks like a Latin letter. */
const DRAWN = "авекмнорстухіјѕԁһԛԝαβεζηικμνορτυχ";
const DRAWN_AS = "abekmhopctyxijsdhqwabezhikmnoptyx";
/** What many typefaces draw like another letter as it is written: a capital I like a small l; no capital L. */
const STROKES = /[I1|ІΙӀӏ]/gu;

/**
 * Of names that look alike one is equal, as on the server (`display_names.py`). The key of how a name is drawn begins with a
 * space, which no folded name does: Lara and Iara share none.
 */
function keys(name: string): readonly string[] {
  const written = name.normalize("NFKC");
  const drawn = folded(written.replaceAll("L", "⌊").replace(STROKES, "l").replaceAll("0", "O"));
  return [folded(written), ` ${drawn.replaceAll("rn", "m").replaceAll("vv", "w")}`];
}

function folded(name: string): string {
  const small = name
    .toLowerCase()
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "");
  const latin = Array.from(small, (letter) => DRAWN_AS[DRAWN.indexOf(letter)] ?? letter).join("");
  return latin.trim().replace(/\s+/gu, " ");
}
