/** Fetches once more what the server tells by data packets, once those reach this client: LiveKit drops earlier ones. */

/** The data channel is open by then; where nothing tells so before, it is fetched now. */
const AT_LATEST_MS = 10_000;

export class Reach {
  readonly #fetch: () => void;
  /** Null where nothing is to be fetched once more. */
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(fetch: () => void, signal: AbortSignal) {
    this.#fetch = fetch;
    signal.addEventListener("abort", () => this.#forget());
  }

  /**
   * A room, or it again after an interruption. The next connection quality tells that the server reaches this client; none
   * may come, as LiveKit tells only of changes, and the first of a new room may be there before it is entered.
   */
  entered(): void {
    this.#forget();
    this.#timer = setTimeout(() => this.reached(), AT_LATEST_MS);
  }

  reached(): void {
    if (this.#timer === null) return;
    this.#forget();
    this.#fetch();
  }

  #forget(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
