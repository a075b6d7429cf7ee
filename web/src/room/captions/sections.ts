/** Divides the transcript into sections; what did not change keeps its identity, so that views render only the rest. */
import type { Gap } from "../../api";
import { type Entry, withGaps } from "./gap";
import type { Line } from "./line";
import { paragraphsOf } from "./paragraphs";

export type Section = readonly Entry[];

/** Entries of one section. More would be compared for each interim, fewer make more sections. */
const SECTION_LENGTH = 40;

export class Sections {
  #last: readonly Section[] = [];

  /** Shares sections, and entries within a section, with the answer before. */
  of(lines: readonly Line[], gaps: readonly Gap[]): readonly Section[] {
    const entries = withGaps(paragraphsOf(lines, gaps), gaps);
    const count = Math.ceil(entries.length / SECTION_LENGTH);
    this.#last = Array.from({ length: count }, (_, n) =>
      shared(this.#last[n] ?? [], entries.slice(n * SECTION_LENGTH, (n + 1) * SECTION_LENGTH)),
    );
    return this.#last;
  }
}

function shared(before: Section, now: Section): Section {
  const entries = now.map((entry, n) => {
    const known = before[n];
    return known !== undefined && sameEntry(known, entry) ? known : entry;
  });
  return sameItems(before, entries) ? before : entries;
}

function sameEntry(one: Entry, other: Entry): boolean {
  if ("gap" in one || "gap" in other) return "gap" in one && "gap" in other && one.gap === other.gap;
  return sameItems(one.paragraph.lines, other.paragraph.lines);
}

function sameItems<T>(one: readonly T[], other: readonly T[]): boolean {
  return one.length === other.length && one.every((item, n) => item === other[n]);
}
