/** Links to moments: copied, and said for a moment where the topic stands. */
import { announce, copy } from "../page";
import { clock, linkTo } from "./moment";

const SHOWN_MS = 2500;

export class Sharing {
  readonly #changed: () => void;
  #words: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** What there is to say now. */
  get words(): string | null {
    return this.#words;
  }

  async share(page: string, ms: number): Promise<void> {
    const copied = await copy(linkTo(page, ms));
    this.#words = copied ? `Link to ${clock(ms)} copied` : "This browser refused to copy";
    announce(this.#words);
    this.#changed();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#words = null;
      this.#changed();
    }, SHOWN_MS);
  }
}
