/**
 * Whom the video may show and play, at each moment: a person is in it only while everything that is known says so. The
 * server says who agreed and is on the record, the transcriber's attributes what is in force. Whatever is unknown is a no.
 */
import { type InForce, inForceOf } from "../room/offRecord";
import { markOf } from "../room/recording";

/** What the server answers (docs/wire.md). */
export interface Answer {
  readonly is_recording: boolean;
  readonly everybody_off: boolean;
  readonly identities: readonly string[];
}

/** An answer counts for so long; it is asked for every second. */
export const FRESH_MS = 3_000;
/** What somebody said before they were allowed arrives for so long: over the network, and out of the jitter buffer. */
export const SETTLE_MS = 1_000;

/** Why there is neither picture nor sound. */
export type Silence = "unknown" | "not-recording" | "off-record" | "nobody";

export class Policy {
  #answer: Answer | null = null;
  #answeredAt = Number.NEGATIVE_INFINITY;
  /** Counts what makes answers to earlier questions worthless. */
  #changes = 0;
  #isKnown = false;
  #isMarked = false;
  #offRecord: InForce = inForceOf(undefined);
  /** Since when each person is allowed without a break. */
  #since = new Map<string, number>();

  /** Begins a question; its answer counts unless the rows change meanwhile. */
  asking(): number {
    return this.#changes;
  }

  answered(asked: number, answer: Answer, now: number): void {
    if (asked !== this.#changes) return;
    this.step(now);
    [this.#answer, this.#answeredAt, this.#isKnown] = [answer, now, true];
    this.step(now);
  }

  /** The rows have changed, or the connection is lost: nobody, until the server has answered. */
  forget(): void {
    this.#changes += 1;
    this.#isKnown = false;
  }

  /** The attributes of the transcriber; undefined: there is none. */
  marked(recording: string | undefined, offRecord: string | undefined, now: number): void {
    this.#isMarked = markOf(recording) === "on";
    this.#offRecord = inForceOf(offRecord);
    this.step(now);
  }

  /** To be called often: notes since when each is allowed, and who is no more. */
  step(now: number): void {
    const allowed = this.#allowed(now);
    for (const identity of [...this.#since.keys()]) if (!allowed.has(identity)) this.#since.delete(identity);
    for (const identity of allowed) if (!this.#since.has(identity)) this.#since.set(identity, now);
  }

  shows(identity: string, now: number): boolean {
    if (!this.#isKnown || !this.#allowed(now).has(identity)) return false;
    const since = this.#since.get(identity);
    return since !== undefined && now - since >= SETTLE_MS;
  }

  /** Whether somebody is left out, and not only for the moment. */
  leavesOut(identity: string, now: number): boolean {
    return !this.#allowed(now).has(identity);
  }

  /** Null: somebody may be shown. */
  silence(now: number): Silence | null {
    if (this.#answer === null || !this.#isKnown || this.#isStale(now)) return "unknown";
    if (this.#answer.everybody_off || this.#offRecord.everybody) return "off-record";
    if (!this.#answer.is_recording || !this.#isMarked) return "not-recording";
    return this.#allowed(now).size === 0 ? "nobody" : null;
  }

  #isStale(now: number): boolean {
    return now - this.#answeredAt > FRESH_MS;
  }

  #allowed(now: number): ReadonlySet<string> {
    const answer = this.#answer;
    const isNobody =
      answer === null ||
      this.#isStale(now) ||
      !this.#isMarked ||
      !answer.is_recording ||
      answer.everybody_off ||
      this.#offRecord.everybody;
    if (isNobody) return new Set();
    return new Set(answer.identities.filter((identity) => !this.#offRecord.people.includes(identity)));
  }
}

/** What is written on the picture in place of it. */
export const SENTENCES: Readonly<Record<Silence, string>> = {
  unknown: "Not recorded at the moment",
  "not-recording": "The recording is stopped",
  "off-record": "Off the record",
  nobody: "Nobody in the meeting is recorded now",
};

/** What is written on the picture of people who are not in it; empty: all are. */
export function leftOutSentence(count: number): string {
  if (count === 0) return "";
  return count === 1 ? "1 person is not recorded" : `${count} people are not recorded`;
}
