/** Fetches once more what the server tells by data packets, once those reach this client: LiveKit drops earlier ones. */

/** The data channel is open by then; where nothing tells so before, it is fetched now. */
const AT_LATEST_MS = 10_000;

export class Reach {
  readonly #fetch: () => void;
  #isOut = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(fetch: () => void, signal: AbortSignal) {
    this.#fetch = fetch;
    signal.addEventListener("abort", () => this.#forget());
  }

  /** In a new room the first connection quality tells that the server reaches this client. */
  entered(): void {
    this.#forget();
    this.#isOut = true;
  }

  /** After an interruption qualities may stay as they were, of which LiveKit tells nothing. */
  resumed(): void {
    this.entered();
    this.#timer = setTimeout(() => this.reached(), AT_LATEST_MS);
  }

  reached(): void {
    if (!this.#isOut) return;
    this.#forget();
    this.#fetch();
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#isOut = false;
  }
}
