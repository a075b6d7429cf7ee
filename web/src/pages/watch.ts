/** Waits for the minutes by the server's `change` events, and polls in case one was lost. */

const CHANGE_KINDS = new Set(["minutes", "room", "recording"]);
/** Polling intervals in seconds; the last one repeats. */
export const POLL_INTERVALS_S: readonly number[] = [3, 3, 5, 5, 10, 10, 20, 30];

export interface Watched {
  /** Fetches the page again; resolves to whether there is still something to wait for. */
  refresh: () => Promise<boolean>;
  /** Subscribes to change events; returns the function that unsubscribes. */
  subscribe: (onChange: (kind: string) => void) => () => void;
  /** Calls back after some seconds; returns the function that cancels it. */
  after: (seconds: number, then: () => void) => () => void;
}

/** Refreshes at every change and at growing intervals until nothing is awaited; one refresh at a time. */
export function watch(awaited: boolean, watched: Watched): () => void {
  if (!awaited) return () => undefined;
  let stopped = false;
  let [asked, running, again] = [0, false, false];
  let cancel = (): void => undefined;

  const refresh = async (): Promise<void> => {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = true;
    cancel();
    // A failed request (a restart, a lost network) is repeated at the next interval.
    const more = await watched.refresh().catch(() => true);
    running = false;
    if (stopped) return;
    if (!more) return stop();
    if (!again) return wait();
    again = false;
    await refresh();
  };
  const wait = (): void => {
    const pause = POLL_INTERVALS_S[Math.min(asked++, POLL_INTERVALS_S.length - 1)] ?? 30;
    cancel = watched.after(pause, () => void refresh());
  };
  const close = watched.subscribe((kind) => {
    if (CHANGE_KINDS.has(kind)) void refresh();
  });
  const stop = (): void => {
    stopped = true;
    cancel();
    close();
  };
  wait();
  return stop;
}
