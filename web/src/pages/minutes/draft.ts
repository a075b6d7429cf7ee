/** One element of the minutes being edited: its words, and what became of saving them. */
import { newId as freshId } from "../edit/editor";
import { type Calls, type Changed, type Current, currentOf, type Element, sentenceOf, type Words } from "./calls";

export class ElementDraft {
  title: string;
  text: string;
  /** A sentence about what went wrong; "" if nothing did. */
  problem = "";
  /** What somebody else made of the element meanwhile. */
  current: Current | null = null;
  readonly #calls: Calls;
  #element: Element;
  /** Of the save that is under way, so that it can be sent again; other words get another one. */
  #attempt: { words: string; id: string | undefined } | null = null;
  readonly #newId: () => string | undefined;

  constructor(element: Element, calls: Calls, newId: () => string | undefined = freshId) {
    this.#element = element;
    this.#calls = calls;
    this.#newId = newId;
    this.title = element.title ?? "";
    this.text = element.text;
  }

  get element(): Element {
    return this.#element;
  }

  get isDirty(): boolean {
    return Object.keys(this.#changes()).length > 0;
  }

  /** Resolves to what changed; null: nothing was saved, and `problem` or `current` says why. */
  async save(): Promise<Changed | null> {
    const words = this.#changes();
    const key = JSON.stringify([words, this.#element.revision]);
    if (this.#attempt?.words !== key) this.#attempt = { words: key, id: this.#newId() };
    const { id } = this.#attempt;
    return this.#run(() => this.#calls.change(this.#element.id, this.#element.revision, words, id));
  }

  async remove(): Promise<Changed | null> {
    return this.#run(() => this.#calls.remove(this.#element.id, this.#element.revision));
  }

  /** Goes on from what somebody else wrote: with their words, or with one's own in place of them. */
  settle(whose: "theirs" | "mine"): void {
    const now = this.current;
    if (!now) return;
    this.#element = {
      ...this.#element,
      revision: now.revision,
      text: now.text ?? "",
      title: now.title ?? this.#element.title,
    };
    if (whose === "theirs") {
      this.text = this.#element.text;
      this.title = this.#element.title ?? "";
    }
    this.current = null;
    this.problem = "";
  }

  #changes(): Words {
    const words: Words = {};
    if (this.text.trim() !== this.#element.text.trim()) words.text = this.text;
    if (this.#element.title !== null && this.title.trim() !== this.#element.title.trim()) words.title = this.title;
    return words;
  }

  async #run(work: () => Promise<Changed>): Promise<Changed | null> {
    this.problem = "";
    try {
      return await work();
    } catch (error) {
      this.current = currentOf(error);
      this.problem = sentenceOf(error);
      return null;
    }
  }
}
