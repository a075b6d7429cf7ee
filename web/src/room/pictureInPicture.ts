/** The small window that stays above other programs: opened once, and closed by whoever is first. */
import { Observable } from "./observable";

export interface SmallWindow {
  /** Where views are rendered; null where it shows a video of the page and nothing else. */
  readonly place: HTMLElement | null;
  /** Resolves once it is closed, whoever closed it. */
  readonly closed: Promise<void>;
}

export type Way = "document" | "video";

/** How this browser opens one; only after a click or a key. */
export interface Opening {
  readonly way: Way;
  /** Until the signal: then it closes the window, also one that is not ready yet. */
  open: (until: AbortSignal) => Promise<SmallWindow>;
}

export class PictureInPicture extends Observable {
  readonly #opening: Opening | null;
  #window: SmallWindow | null = null;
  /** Ends the window, or its opening; null while none is wanted. */
  #ending: AbortController | null = null;

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
    if (this.#ending === null) await this.#open();
    else this.close();
  }

  /** Also one that is still opening. */
  close(): void {
    const ending = this.#ending;
    this.#ending = null;
    if (this.#window !== null) this.#become(null);
    ending?.abort();
  }

  async #open(): Promise<void> {
    if (this.#opening === null) return;
    const ending = new AbortController();
    this.#ending = ending;
    let opened: SmallWindow;
    try {
      opened = await this.#opening.open(ending.signal);
    } catch (error) {
      if (this.#ending === ending) this.#ending = null;
      throw error;
    }
    if (ending.signal.aborted) return;
    this.#become(opened);
    void opened.closed.then(() => this.#ending === ending && this.close());
  }

  #become(opened: SmallWindow | null): void {
    this.#window = opened;
    this.changed();
  }
}
