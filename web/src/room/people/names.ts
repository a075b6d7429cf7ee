/**
 * Telling people of one name apart, by one rule: who came first keeps the bare name, the next is "Alex (2)", and so on, also
 * after the first has left. The order is the server's list of participants; who is not in it yet comes after, as first seen.
 */
import { Observable } from "../observable";

export interface Named {
  readonly identity: string;
  readonly name: string;
}

export class Names extends Observable {
  readonly #people = new Map<string, string>();
  #shown: ReadonlyMap<string, string> = new Map();

  /** The name to show; somebody not known yet keeps the one given. */
  of(identity: string, name: string): string {
    return this.#shown.get(identity) ?? name;
  }

  readonly shown = (): ReadonlyMap<string, string> => this.#shown;

  /** Somebody is here, speaks or writes; a new name of a known person replaces the old one. */
  see(identity: string, name: string): void {
    if (identity === "" || name === "" || this.#people.get(identity) === name) return;
    this.#people.set(identity, name);
    this.#number();
  }

  /** Takes the server's order; whom it does not know stays behind those it does. */
  arrived(people: readonly Named[]): void {
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

/** Each identity's name to show, given people by order of arrival; capitals and spaces do not tell people apart. */
export function numbered(people: readonly Named[]): ReadonlyMap<string, string> {
  const taken = new Set(people.map(({ name }) => key(name)));
  const met = new Set<string>();
  const shown = new Map<string, string>();
  for (const { identity, name } of people) {
    const own = met.has(key(name)) ? nextFree(name, taken) : name;
    met.add(key(name));
    taken.add(key(own));
    shown.set(identity, own);
  }
  return shown;
}

/** Skips a number that somebody carries in their own name. */
function nextFree(name: string, taken: ReadonlySet<string>): string {
  for (let n = 2; ; n += 1) {
    const own = `${name.trim()} (${n})`;
    if (!taken.has(key(own))) return own;
  }
}

function key(name: string): string {
  return name.normalize("NFKC").trim().replace(/\s+/gu, " ").toLowerCase();
}
