/** Keeps what is spoken in view until the reader scrolls, and again when they ask for it. */

/** A scroll that follows ours by less than this is ours. */
const OURS_MS = 900;
/** Of the visible height, from the top: what is spoken is kept between. */
const [HIGHEST, LOWEST, PLACE] = [0.12, 0.7, 0.3];

export class Follow {
  #following: boolean;
  #ourUntil = 0;
  readonly #scroller: () => HTMLElement | null;
  readonly #covered: () => number;
  readonly #changed: () => void;

  /**
   * `scroller`: the element that scrolls the transcript, null for the window, which also has the minutes and is only
   * moved when asked for; `covered`: pixels at its lower end.
   */
  constructor(scroller: () => HTMLElement | null, covered: () => number, signal: AbortSignal, changed: () => void) {
    this.#following = scroller() !== null;
    this.#scroller = scroller;
    this.#covered = covered;
    this.#changed = changed;
    addEventListener("scroll", (event) => this.#scrolled(event.target), { capture: true, passive: true, signal });
    for (const type of ["wheel", "touchmove"]) {
      addEventListener(type, (event) => this.#moved(event.target), { capture: true, passive: true, signal });
    }
  }

  get following(): boolean {
    return this.#following;
  }

  set(following: boolean): void {
    if (following === this.#following) return;
    this.#following = following;
    this.#changed();
  }

  /** Brings an element into view if we follow and it is not. */
  show(element: HTMLElement): void {
    if (!this.#following) return;
    const scroller = this.#scroller();
    const [top, height] = scroller
      ? [scroller.getBoundingClientRect().top, Math.min(scroller.clientHeight, innerHeight - this.#covered())]
      : [0, innerHeight - this.#covered()];
    const at = element.getBoundingClientRect();
    const place = (at.top - top) / height;
    if (place >= HIGHEST && at.bottom - top <= LOWEST * height) return;
    this.#ourUntil = performance.now() + OURS_MS;
    const far = Math.abs(place) > 2;
    const still = far || matchMedia("(prefers-reduced-motion: reduce)").matches;
    const by = at.top - top - PLACE * height;
    (scroller ?? window).scrollBy({ top: by, behavior: still ? "instant" : "smooth" });
  }

  #scrolled(target: EventTarget | null): void {
    if (performance.now() > this.#ourUntil) this.#moved(target);
  }

  #moved(target: EventTarget | null): void {
    const scroller = this.#scroller();
    const ours = scroller ? target instanceof Node && scroller.contains(target) : true;
    if (ours) this.set(false);
  }
}
