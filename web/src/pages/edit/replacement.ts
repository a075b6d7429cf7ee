/** Replacing a misheard term in the whole meeting: the preview, what is left as it is, and the change. */

import { sentenceOf } from "../refusals";
import type { Calls, Misheard, Preview } from "./calls";

const PAUSE_MS = 250;

export class Replacement {
  preview: Preview | null = null;
  problem = "";
  /** Of the replacement that was made; null: none yet. */
  done: { edit: string; segments: number } | null = null;
  isBusy = false;
  readonly left = new Set<string>();
  #term: Misheard | null = null;
  #asked = 0;
  #cancel = (): void => undefined;
  readonly #calls: Calls;
  readonly #changed: () => void;
  readonly #after: (ms: number, then: () => void) => () => void;

  constructor(calls: Calls, changed: () => void, after: (ms: number, then: () => void) => () => void) {
    this.#calls = calls;
    this.#changed = changed;
    this.#after = after;
  }

  /** What there is to tell about the preview or the replacement. */
  get words(): string {
    if (this.done) {
      return this.done.segments === 0 ? "Nothing was replaced." : `Replaced in ${sentences(this.done.segments)}.`;
    }
    if (!this.preview) return "";
    const { total, segments, hits } = this.preview;
    if (total === 0) return "It is nowhere in the transcript.";
    const shown = hits.length < total ? ` The first ${hits.length} are shown.` : "";
    return `${total === 1 ? "1 place" : `${total} places`} in ${sentences(segments)}.${shown}`;
  }

  get canApply(): boolean {
    return !this.isBusy && !this.done && (this.preview?.segments ?? 0) > this.left.size;
  }

  /** Previews after a pause in typing. */
  ask(term: Misheard): void {
    this.#cancel();
    this.#asked++;
    this.#term = term.heard.trim() && term.meant.trim() ? term : null;
    this.#set({ preview: null, problem: "", done: null });
    this.left.clear();
    if (this.#term) this.#cancel = this.#after(PAUSE_MS, () => void this.#show(term));
  }

  /** Leaves a segment as it is, or not. */
  leave(segment: string, isLeft: boolean): void {
    if (isLeft) this.left.add(segment);
    else this.left.delete(segment);
    this.#changed();
  }

  /** Replaces; resolves to whether anything changed. */
  async apply(glossary: boolean): Promise<boolean> {
    const term = this.#term;
    if (!term || !this.canApply) return false;
    const replaced = await this.#busy(() => this.#calls.replace(term, [...this.left], glossary));
    if (!replaced) return false;
    this.#set({ done: { edit: replaced.edit_id, segments: replaced.segments } });
    return replaced.segments > 0;
  }

  /** Takes the replacement back; resolves to whether that was possible. */
  async undo(): Promise<boolean> {
    const { done } = this;
    if (!done || !(await this.#busy(() => this.#calls.undo(done.edit)))) return false;
    this.#set({ done: null });
    if (this.#term) await this.#show(this.#term);
    return true;
  }

  async #show(term: Misheard): Promise<void> {
    const asked = this.#asked;
    try {
      const preview = await this.#calls.preview(term);
      if (asked === this.#asked) this.#set({ preview });
    } catch (error) {
      if (asked === this.#asked) this.#set({ problem: sentenceOf(error) });
    }
  }

  async #busy<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.isBusy) return null;
    this.#set({ isBusy: true, problem: "" });
    try {
      return await work();
    } catch (error) {
      this.#set({ problem: sentenceOf(error) });
      return null;
    } finally {
      this.#set({ isBusy: false });
    }
  }

  #set(values: Partial<Pick<Replacement, "preview" | "problem" | "done" | "isBusy">>): void {
    Object.assign(this, values);
    this.#changed();
  }
}

function sentences(count: number): string {
  return count === 1 ? "1 sentence" : `${count} sentences`;
}
