/** The small window that stays above other programs: opened once, and closed by whoever is first. */
import { Observable } from "./observable";

export interface SmallWindow {
  /** Where views are rendered; null where it shows a video of the page and nothing else. */
  readonly place: HTMLElement | null;
  close: () => void;
  /** Resolves once it is closed, whoever closed it. */
  readonly closed: Promise<void>;
}

export type Way = "document" | "video";

/** How this browser opens one; only after a click or a key. */
export interface Opening {
  readonly way: Way;
  open: () => Promise<SmallWindow>;
}

export class PictureInPicture extends Observable {
  readonly #opening: Opening | null;
  #window: SmallWindow | null = null;
  /** Of the last opening that was not called off; null while none is wanted. */
  #wanted: symbol | null = null;

  /** Null: this browser has none. */
  constructor(opening: Opening | null) {
    super();
    this.#opening = opening;
  }

  /** Null where it is not offered. */
  get way(): Way | null {
    return this.#opening?.way ?? null;
  }

  readonly window = (): SmallWindow | null => this.#window;

  /** Opens or closes it; rejects where the browser refuses. */
  async toggle(): Promise<void> {
    if (this.#wanted === null) await this.#open();
    else this.close();
  }

  /** Also one that is still opening. */
  close(): void {
    const opened = this.#window;
    this.#wanted = null;
    if (opened === null) return;
    this.#become(null);
    opened.close();
  }

  async #open(): Promise<void> {
    if (this.#opening === null) return;
    const wanted = Symbol();
    this.#wanted = wanted;
    let opened: SmallWindow;
    try {
      opened = await this.#opening.open();
    } catch (error) {
      if (this.#wanted === wanted) this.#wanted = null;
      throw error;
    }
    if (this.#wanted !== wanted) {
      opened.close();
      return;
    }
    this.#become(opened);
    void opened.closed.then(() => this.#window === opened && this.close());
  }

  #become(opened: SmallWindow | null): void {
    this.#window = opened;
    this.changed();
  }
}
