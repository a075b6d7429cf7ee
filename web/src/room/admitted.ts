/** Joining a meeting whose host lets people in, or is not there yet. */
import { ApiError, type Joined } from "../api";

/** Between attempts to join while waiting; the server's events make it sooner. */
const ADMISSION_POLL_MS = 20_000;

export type Waiting = "admission" | "host";
const WAITING: Readonly<Record<string, Waiting>> = { "awaiting-admission": "admission", "host-awaited": "host" };

/**
 * Joins as soon as the host admits or arrives; `onWaiting` is told for what after each attempt until then. Once waiting,
 * a server that is busy or away does not end it. `pause` may resolve earlier, when there is news.
 */
export async function admitted(
  join: () => Promise<Joined>,
  onWaiting: (what: Waiting) => void,
  pause: (ms: number) => Promise<void> = (ms) => new Promise((resume) => setTimeout(resume, ms)),
): Promise<Joined> {
  for (let waits = false; ; ) {
    try {
      return await join();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const what = WAITING[error.kind];
      if (what !== undefined) {
        waits = true;
        onWaiting(what);
      } else if (!waits || error.isPermanent) throw error;
      await pause(Math.max(ADMISSION_POLL_MS, error.retryAfterMs));
    }
  }
}

/** Listens to what ends one kind of waiting; returns the function that stops. */
type Watch = (onNews: () => void, what: Waiting) => () => void;

/** Pauses that end early when the server has news for who waits; `stop` ends listening. */
export class News {
  readonly #watch: Watch;
  #what: Waiting = "admission";
  #resume: () => void = () => undefined;
  #unwatch: (() => void) | undefined;

  constructor(watch: Watch) {
    this.#watch = watch;
  }

  /** Says what is waited for. If it was something else, the next pause listens anew: a guest has another cookie since. */
  waitFor(what: Waiting): void {
    if (what !== this.#what) this.stop();
    this.#what = what;
  }

  readonly pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      // First: who was refused just now need not ask again before the stream is open.
      this.#unwatch ??= this.#watch(() => this.#resume(), this.#what);
      this.#resume = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  stop(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
  }
}
