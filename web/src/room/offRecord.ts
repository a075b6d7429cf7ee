/** Off the record: what is in force, as the transcriber says, and what was asked for and is not yet. */
import { ApiError } from "../api";
import { Observable } from "./observable";

/** Of the transcriber (docs/wire.md). */
export const OFF_RECORD = "parley.off_record";
const EVERYBODY = "all";

export type Scope = "everybody" | "me";

export interface InForce {
  readonly everybody: boolean;
  /** Identities of those who are by themselves. */
  readonly people: readonly string[];
}

export function inForceOf(attribute: string | undefined): InForce {
  const names = (attribute ?? "").split(" ").filter(Boolean);
  return { everybody: names.includes(EVERYBODY), people: names.filter((name) => name !== EVERYBODY) };
}

export function isOff(scope: Scope, { everybody, people }: InForce, self: string): boolean {
  return scope === "everybody" ? everybody : people.includes(self);
}

type Send = (scope: Scope, off: boolean) => Promise<unknown>;

export class OffRecordWishes extends Observable {
  readonly #send: Send;
  /** Asked for and not yet in force. */
  #wishes: ReadonlyMap<Scope, boolean> = new Map();
  /** Those the server has not taken. */
  readonly #unsent = new Set<Scope>();

  constructor(send: Send) {
    super();
    this.#send = send;
  }

  readonly now = (): ReadonlyMap<Scope, boolean> => this.#wishes;

  /** Without a connection it is sent after the next one. Rejects with the server's refusal. */
  async wish(scope: Scope, off: boolean, isInside: boolean): Promise<void> {
    this.#unsent.add(scope);
    this.#set(new Map([...this.#wishes, [scope, off]]));
    try {
      await this.#deliver(scope, off);
    } catch (error) {
      if (!(error instanceof ApiError) || (error.isPermanent && isInside)) {
        this.#drop(scope);
        throw error;
      }
    }
  }

  /** The connection is back. */
  async sendAgain(): Promise<void> {
    for (const scope of [...this.#unsent]) {
      const off = this.#wishes.get(scope);
      if (off !== undefined) await this.wish(scope, off, true).catch(() => undefined);
    }
  }

  /** The transcriber told what is in force now. */
  applied(inForce: InForce, self: string): void {
    const left = [...this.#wishes].filter(
      ([scope, off]) => this.#unsent.has(scope) || isOff(scope, inForce, self) !== off,
    );
    if (left.length < this.#wishes.size) this.#set(new Map(left));
  }

  async #deliver(scope: Scope, off: boolean): Promise<void> {
    await this.#send(scope, off);
    if (this.#wishes.get(scope) === off) this.#unsent.delete(scope);
  }

  #drop(scope: Scope): void {
    this.#unsent.delete(scope);
    this.#set(new Map([...this.#wishes].filter(([each]) => each !== scope)));
  }

  #set(wishes: ReadonlyMap<Scope, boolean>): void {
    this.#wishes = wishes;
    this.changed();
  }
}

/** What everybody reads while somebody is off the record, or is about to be; empty otherwise. */
export function noticeOf(
  inForce: InForce,
  wishes: ReadonlyMap<Scope, boolean>,
  self: string,
  nameOf: (identity: string) => string,
): string {
  if (wishes.size > 0) return [...wishes.values()].includes(true) ? "Going off the record…" : "Resuming the record…";
  if (inForce.everybody) return "Off the record: nothing is captioned, stored or recorded.";
  const others = inForce.people.filter((identity) => identity !== self).map(nameOf);
  const names = [...(inForce.people.includes(self) ? ["You"] : []), ...others];
  if (names.length === 0) return "";
  const verb = names.length === 1 && names[0] !== "You" ? "is" : "are";
  return `${listed(names)} ${verb} off the record.`;
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length === 1 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

export interface Choice {
  readonly scope: Scope;
  readonly off: boolean;
  readonly label: string;
}

/** What somebody may choose: each the opposite of what they asked for last, or of what is in force. */
export function choicesOf(
  inForce: InForce,
  wishes: ReadonlyMap<Scope, boolean>,
  self: string,
  moderates: boolean,
): readonly Choice[] {
  const scopes: readonly Scope[] = moderates ? ["me", "everybody"] : ["me"];
  return scopes.map((scope) => {
    const off = !(wishes.get(scope) ?? isOff(scope, inForce, self));
    return { scope, off, label: LABELS[scope][off ? "off" : "on"] };
  });
}

const LABELS: Readonly<Record<Scope, { on: string; off: string }>> = {
  me: { off: "Take me off the record", on: "Put me back on the record" },
  everybody: { off: "Take everybody off the record", on: "Put everybody back on the record" },
};
