/** The transcript on this client: streams and history merged by segment id. */
import type { Gap } from "../../api";
import { Observable } from "../observable";
import { SHORTEST_GAP_MS } from "./gap";
import { inOrder, type Line, mergeStored, mergeStreamed } from "./line";

/** An interim without a row, as of a transcriber that was lost, is removed after this long without an update. */
const ABANDONED_MS = 15_000;

/** The server's answer to "everything since", with all gaps of the meeting. */
export interface History {
  readonly lines: readonly Line[];
  readonly gaps: readonly Gap[];
  /** The `since` of the next request. */
  readonly asOf: string;
  /** When it was asked, in ms of this client's clock. */
  readonly askedAt: number;
}

export class CaptionStore extends Observable {
  readonly #lines = new Map<string, Line>();
  /** Discarded segments: a late interim must not restore them. */
  readonly #dropped = new Set<string>();
  readonly #seqs = new Set<number>();
  #since: string | null = null;
  /** History was fetched up to this `seq`; what is missing below does not exist. */
  #fetchedTo = -1;
  /** The first `seq` above `#fetchedTo` that was not received, and the highest that was. */
  #missing = 0;
  #highest = -1;
  #gaps: readonly Gap[] = [];
  #ordered: readonly Line[] = [];
  #colors: ReadonlyMap<string, number> = new Map();

  /** In the order of the transcript; the same array until something changes. */
  readonly lines = (): readonly Line[] => this.#ordered;

  /** 1 to 8 by the order of people's first words, as on the meeting's page; the same map until somebody's changes. */
  readonly colors = (): ReadonlyMap<string, number> => this.#colors;

  /** What was not transcribed, by its beginning; the same array until something changes. */
  readonly gaps = (): readonly Gap[] => this.#gaps;

  /** Everything up to then is here; null before the first history. */
  readonly since = (): string | null => this.#since;

  stream(fresh: Line): void {
    this.#received(fresh.seq);
    if (this.#dropped.has(fresh.id)) return;
    const known = this.#lines.get(fresh.id);
    if (fresh.isFinal && fresh.text === "") {
      this.#drop(fresh.id);
      if (known !== undefined) this.#reorder();
      return;
    }
    const line = mergeStreamed(known, fresh);
    if (line === known) return;
    this.#lines.set(line.id, line);
    if (known === undefined || !this.#replace(known, line)) this.#reorder();
  }

  history({ lines, gaps, asOf, askedAt }: History): void {
    const answered = new Set<string>();
    for (const line of lines) {
      answered.add(line.id);
      this.#received(line.seq);
      this.#fetchedTo = Math.max(this.#fetchedTo, line.seq);
      if (this.#dropped.has(line.id) && !line.isFinal) continue;
      this.#dropped.delete(line.id);
      this.#lines.set(line.id, unlessSame(this.#lines.get(line.id), mergeStored(this.#lines.get(line.id), line)));
    }
    // Of two requests that overlap, the older may be answered last: what it does not list may be newer than it.
    if (this.#since === null || Date.parse(asOf) >= Date.parse(this.#since)) {
      this.#since = asOf;
      this.#gaps = gaps.filter((gap) => gap.to_ms === null || gap.to_ms - gap.from_ms >= SHORTEST_GAP_MS);
      for (const line of this.#lines.values()) if (!answered.has(line.id)) this.#dropIfGone(line, askedAt);
    }
    this.#reorder();
  }

  /** A `seq` between others is missing: a stream did not reach this client. */
  isIncomplete(): boolean {
    return this.#firstMissing() <= this.#highest;
  }

  /** The server lists every open segment: one that was stored before the request, and is not listed, was discarded. */
  #dropIfGone(line: Line, askedAt: number): void {
    const unchangedMs = askedAt - (line.seenAt ?? Number.NEGATIVE_INFINITY);
    if (line.isFinal || unchangedMs <= 0) return;
    if (line.seq >= 0) this.#drop(line.id);
    else if (unchangedMs > ABANDONED_MS) this.#lines.delete(line.id);
  }

  #received(seq: number): void {
    this.#seqs.add(seq);
    this.#highest = Math.max(this.#highest, seq);
  }

  #firstMissing(): number {
    this.#missing = Math.max(this.#missing, this.#fetchedTo + 1);
    while (this.#seqs.has(this.#missing)) this.#missing += 1;
    return this.#missing;
  }

  #drop(id: string): void {
    this.#dropped.add(id);
    this.#lines.delete(id);
  }

  /** Puts new words where the old ones stand; false if the line does not keep its place. Interims are frequent. */
  #replace(known: Line, line: Line): boolean {
    const keepsPlace = inOrder(known, line) === 0 && known.speaker === line.speaker && line.text !== "";
    const at = keepsPlace ? this.#ordered.lastIndexOf(known) : -1;
    if (at < 0) return false;
    this.#ordered = this.#ordered.with(at, line);
    this.changed();
    return true;
  }

  #reorder(): void {
    this.#ordered = [...this.#lines.values()].filter((line) => line.text !== "").sort(inOrder);
    const colors = colorsOf(this.#ordered);
    if (!sameEntries(colors, this.#colors)) this.#colors = colors;
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

/** The known object where nothing differs, so that views see what changed by identity. */
function unlessSame(known: Line | undefined, merged: Line): Line {
  const isSame =
    known !== undefined && (Object.keys(merged) as (keyof Line)[]).every((key) => isSameValue(known[key], merged[key]));
  return isSame ? known : merged;
}

/** Spans of doubtful words are read anew from each answer. */
function isSameValue(one: Line[keyof Line], other: Line[keyof Line]): boolean {
  return one === other || (Array.isArray(one) && Array.isArray(other) && String(one) === String(other));
}

function sameEntries(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}
