/** Off the record: what is in force, as the transcriber says, and the words and choices of it and of what was asked for. */
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

/** What everybody reads while somebody is off the record, or is about to be; empty otherwise. */
export function noticeOf(
  inForce: InForce,
  wishes: ReadonlyMap<Scope, boolean>,
  self: string,
  nameOf: (identity: string) => string,
): string {
  if ([...wishes.values()].includes(true))
    return "Going off the record… Until that is confirmed, your microphone sends silence.";
  if (wishes.size > 0) return "Resuming the record…";
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

/** What somebody may choose: each the opposite of what they asked for last, or of what is in force; what they asked for
 * and is not yet they may take back, also as a host no more. */
export function choicesOf(
  inForce: InForce,
  wishes: ReadonlyMap<Scope, boolean>,
  self: string,
  moderates: boolean,
): readonly Choice[] {
  const scopes: readonly Scope[] = moderates || wishes.has("everybody") ? ["me", "everybody"] : ["me"];
  return scopes.map((scope) => {
    const off = !(wishes.get(scope) ?? isOff(scope, inForce, self));
    return { scope, off, label: LABELS[scope][off ? "off" : "on"] };
  });
}

const LABELS: Readonly<Record<Scope, { on: string; off: string }>> = {
  me: { off: "Take me off the record", on: "Put me back on the record" },
  everybody: { off: "Take everybody off the record", on: "Put everybody back on the record" },
};
