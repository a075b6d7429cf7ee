/** The last change, which can be undone for a while. */

/** Long enough to read, decide and reach the button with the keyboard. */
export const SHOWN_MS = 12_000;

export interface Undoable {
  words: string;
  /** Rejects if it is refused. */
  undo: (() => Promise<void>) | null;
}

export class Toast {
  shown: Undoable | null = null;
  readonly #changed: () => void;
  readonly #after: (ms: number, then: () => void) => () => void;
  #cancel = (): void => undefined;

  /** `after` calls back later and returns what cancels it. */
  constructor(changed: () => void, after: (ms: number, then: () => void) => () => void) {
    this.#changed = changed;
    this.#after = after;
  }

  show(words: string, undo: Undoable["undo"] = null): void {
    this.shown = { words, undo };
    this.resume();
    this.#changed();
  }

  /** Stays, while somebody points at it or has the focus in it. */
  hold(): void {
    this.#cancel();
  }

  resume(): void {
    this.#cancel();
    this.#cancel = this.#after(SHOWN_MS, () => this.close());
  }

  close(): void {
    this.#cancel();
    this.shown = null;
    this.#changed();
  }

  /** Undoes what is shown, once. */
  async undo(): Promise<void> {
    const undo = this.shown?.undo;
    this.close();
    await undo?.();
  }
}
