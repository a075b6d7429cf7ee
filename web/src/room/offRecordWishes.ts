/**
 * What a person asked for about the record and is not yet: sent until the server takes it, kept over a reload of the tab,
 * and their own sound held back until it is in force.
 */
import { ApiError } from "../api";
import { Observable } from "./observable";
import { type InForce, isOff, type Scope } from "./offRecord";

const SCOPES: readonly Scope[] = ["me", "everybody"];

export interface Link {
  send: (scope: Scope, off: boolean) => Promise<unknown>;
  /** Inside, a refusal is the server's last word; outside it may be only because one is away. */
  isInside: () => boolean;
  /** Before the nth attempt to send again, from 0. */
  wait: (attempt: number) => Promise<unknown>;
  /** Aborted once the session is over. */
  signal: AbortSignal;
}

/** Where what was asked for outlives a reload: this tab's, of one person in one meeting. */
export interface Keeping {
  read: () => string;
  write: (scopes: string) => void;
}

export class OffRecordWishes extends Observable {
  readonly #link: Link;
  readonly #keeping: Keeping;
  /** Asked for and not yet in force. */
  #wishes: ReadonlyMap<Scope, boolean>;
  /** Those the server has not taken. */
  readonly #unsent: Set<Scope>;
  /** Until it is known that there is none, somebody may be listening who does not know yet. */
  #hasTranscriber = true;
  #isTrying = false;

  constructor(link: Link, keeping: Keeping) {
    super();
    this.#link = link;
    this.#keeping = keeping;
    const kept = keeping.read().split(" ");
    this.#unsent = new Set(SCOPES.filter((scope) => kept.includes(scope)));
    this.#wishes = new Map([...this.#unsent].map((scope) => [scope, true]));
  }

  readonly now = (): ReadonlyMap<Scope, boolean> => this.#wishes;

  /** Whether this person's own sound must not leave the browser: they asked for it, and somebody may still hear it. */
  readonly isSilencing = (): boolean =>
    [...this.#wishes].some(([scope, off]) => off && (this.#hasTranscriber || this.#unsent.has(scope)));

  /** Sent again until the server answers. Rejects with the server's refusal. */
  async wish(scope: Scope, off: boolean): Promise<void> {
    this.#unsent.add(scope);
    this.#set(new Map([...this.#wishes, [scope, off]]));
    try {
      await this.#deliver(scope, off);
    } catch (error) {
      if (!(error instanceof ApiError) || this.#isFinal(error)) {
        this.#drop(scope, off);
        throw error;
      }
      void this.#keepTrying();
    }
  }

  /** The connection is back, or made for the first time. */
  async resume(): Promise<void> {
    await this.#sendAgain();
    await this.#keepTrying();
  }

  /** What the transcriber told is in force now; null without one. */
  follow(inForce: InForce | null, self: string): void {
    const hadTranscriber = this.#hasTranscriber;
    this.#hasTranscriber = inForce !== null;
    const left = [...this.#wishes].filter(
      ([scope, off]) => inForce === null || this.#unsent.has(scope) || isOff(scope, inForce, self) !== off,
    );
    if (left.length < this.#wishes.size) this.#set(new Map(left));
    else if (hadTranscriber !== this.#hasTranscriber) this.changed();
  }

  async #keepTrying(): Promise<void> {
    if (this.#isTrying) return;
    this.#isTrying = true;
    for (let attempt = 0; this.#unsent.size > 0; attempt += 1) {
      await this.#link.wait(attempt);
      if (this.#link.signal.aborted) break;
      await this.#sendAgain();
    }
    this.#isTrying = false;
  }

  /** A refusal does not end the silence that somebody asked for: the server may not know yet that they are back. */
  async #sendAgain(): Promise<void> {
    for (const scope of [...this.#unsent]) {
      const off = this.#wishes.get(scope) === true;
      try {
        await this.#deliver(scope, off);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (!off && this.#isFinal(error)) this.#drop(scope, off);
      }
    }
  }

  #isFinal(error: ApiError): boolean {
    return error.isPermanent && this.#link.isInside();
  }

  async #deliver(scope: Scope, off: boolean): Promise<void> {
    await this.#link.send(scope, off);
    if (this.#wishes.get(scope) !== off) return;
    this.#unsent.delete(scope);
    // A new map: what it asks for may be in force already.
    this.#set(new Map(this.#wishes));
  }

  /** Unless the opposite was asked for meanwhile. */
  #drop(scope: Scope, off: boolean): void {
    if (this.#wishes.get(scope) !== off) return;
    this.#unsent.delete(scope);
    this.#set(new Map([...this.#wishes].filter(([each]) => each !== scope)));
  }

  #set(wishes: ReadonlyMap<Scope, boolean>): void {
    this.#wishes = wishes;
    this.#keeping.write(SCOPES.filter((scope) => wishes.get(scope) === true).join(" "));
    this.changed();
  }
}

type TabStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** In the tab's session storage; where that is forbidden or full, it lasts as long as the page. */
export function keepingOf(slug: string, self: string, storage: () => TabStorage = () => sessionStorage): Keeping {
  const key = `parley.off-record.${slug}.${self}`;
  const tried = (work: (storage: TabStorage) => string | null | undefined): string => {
    try {
      return work(storage()) ?? "";
    } catch {
      return "";
    }
  };
  return {
    read: () => tried((there) => there.getItem(key)),
    write: (scopes) => {
      tried((there) => {
        if (scopes === "") there.removeItem(key);
        else there.setItem(key, scopes);
        return null;
      });
    },
  };
}
