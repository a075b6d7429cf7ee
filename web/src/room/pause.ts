/** Waiting for the next attempt: a timer that ends early when the network comes back or the page is looked at. */

export interface Pause {
  /** True when something cut the wait short: trying again now is likely to work. */
  done: Promise<boolean>;
  cut: () => void;
}

/**
 * Ends after `ms`, on `cut`, when `signal` aborts, and, unless `isFirm`, when the browser is online again or its page is
 * looked at.
 */
export function pause(ms: number, signal: AbortSignal, isFirm = false): Pause {
  let cut = (): void => undefined;
  const done = new Promise<boolean>((resolve) => {
    const finish = (early: boolean): void => {
      clearTimeout(timer);
      window.removeEventListener("online", cut);
      document.removeEventListener("visibilitychange", seen);
      signal.removeEventListener("abort", stop);
      resolve(early);
    };
    cut = () => finish(true);
    const stop = (): void => finish(false);
    const seen = (): void => {
      if (document.visibilityState === "visible") finish(true);
    };
    const timer = setTimeout(stop, ms);
    if (!isFirm) window.addEventListener("online", cut);
    if (!isFirm) document.addEventListener("visibilitychange", seen);
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
  });
  return { done, cut: () => cut() };
}
