/** The transcript on this client: streams and history merged by segment id. */
import type { Gap } from "../../api";
import { Observable } from "../observable";
import { SHORTEST_GAP_MS } from "./gap";
import { inOrder, type Line, mergeStored, mergeStreamed } from "./line";

/** An interim that history does not have is removed after this long without an update. */
const ABANDONED_MS = 15_000;

export class CaptionStore extends Observable {
  readonly #lines = new Map<string, Line>();
  /** Discarded segments: a late interim must not restore them. */
  readonly #dropped = new Set<string>();
  readonly #seqs = new Set<number>();
  /** History was fetched up to this `seq`; what is missing below does not exist. */
  #fetchedTo = -1;
  #gaps: readonly Gap[] = [];
  #ordered: readonly Line[] | null = null;
  #colors: ReadonlyMap<string, number> | null = null;

  /** In the order of the transcript; the same array until something changes. */
  readonly lines = (): readonly Line[] => {
    this.#ordered ??= [...this.#lines.values()].filter((line) => line.text !== "").sort(inOrder);
    return this.#ordered;
  };

  /** 1 to 8 by the order of people's first words, as on the meeting's page. */
  readonly colors = (): ReadonlyMap<string, number> => {
    this.#colors ??= colorsOf(this.lines());
    return this.#colors;
  };

  /** What was not transcribed, by its beginning; the same array until something changes. */
  readonly gaps = (): readonly Gap[] => this.#gaps;

  stream(fresh: Line): void {
    this.#seqs.add(fresh.seq);
    if (this.#dropped.has(fresh.id)) return;
    if (fresh.isFinal && fresh.text === "") this.#drop(fresh.id);
    else this.#put(mergeStreamed(this.#lines.get(fresh.id), fresh));
    this.#touch();
  }

  /** Takes the server's answer to "everything after `afterSeq`", which has all gaps of the meeting. */
  history(stored: readonly Line[], afterSeq: number, now: number, gaps: readonly Gap[] = []): void {
    this.#gaps = gaps.filter((gap) => gap.to_ms === null || gap.to_ms - gap.from_ms >= SHORTEST_GAP_MS);
    const answered = new Set<string>();
    for (const line of stored) {
      answered.add(line.id);
      this.#seqs.add(line.seq);
      this.#fetchedTo = Math.max(this.#fetchedTo, line.seq);
      this.#put(mergeStored(this.#lines.get(line.id), line));
    }
    for (const line of this.#lines.values()) {
      const isAbandoned = !line.isFinal && !answered.has(line.id) && line.seq > afterSeq;
      if (isAbandoned && now - (line.seenAt ?? 0) > ABANDONED_MS) this.#lines.delete(line.id);
    }
    this.#touch();
  }

  /** The `after` that fetches everything missing: before the first missing `seq` and the first interim. */
  resumeAfter(): number {
    const open = [...this.#lines.values()].filter((line) => !line.isFinal && line.seq >= 0);
    return Math.min(this.#firstMissing(), ...open.map((line) => line.seq)) - 1;
  }

  /** A `seq` between others is missing: a stream did not reach this client. */
  isIncomplete(): boolean {
    return this.#firstMissing() <= Math.max(...this.#seqs, -1);
  }

  #firstMissing(): number {
    let seq = this.#fetchedTo + 1;
    while (this.#seqs.has(seq)) seq += 1;
    return seq;
  }

  #put(line: Line): void {
    this.#lines.set(line.id, line);
  }

  #drop(id: string): void {
    this.#dropped.add(id);
    this.#lines.delete(id);
  }

  #touch(): void {
    this.#ordered = null;
    this.#colors = null;
    this.changed();
  }
}

const COLORS = 8;

function colorsOf(lines: readonly Line[]): ReadonlyMap<string, number> {
  const colors = new Map<string, number>();
  for (const { speaker } of lines) {
    if (!colors.has(speaker)) colors.set(speaker, (colors.size % COLORS) + 1);
  }
  return colors;
}
