/** Waiting for the minutes: told by the server's bell, and asking again in case a ring was lost. */

const RING_KINDS = new Set(["minutes", "room"]);
/** Pauses between questions in seconds; the last one repeats. */
export const PATIENCE_S: readonly number[] = [3, 3, 5, 5, 10, 10, 20, 30];

export interface Watched {
  /** Fetches the page anew and says whether there is still something to wait for. */
  refresh: () => Promise<boolean>;
  /** Opens the bell; gives a function that closes it. */
  listen: (ring: (kind: string) => void) => () => void;
  /** Calls back after a pause in seconds; gives a function that calls it off. */
  after: (seconds: number, then: () => void) => () => void;
}

/** Refreshes on every ring and at growing pauses until nothing is awaited; one refresh at a time. */
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
    // A failed question (a restart, a lost network) is asked again at the next pause.
    const more = await watched.refresh().catch(() => true);
    running = false;
    if (stopped) return;
    if (!more) return stop();
    if (!again) return wait();
    again = false;
    await refresh();
  };
  const wait = (): void => {
    const pause = PATIENCE_S[Math.min(asked++, PATIENCE_S.length - 1)] ?? 30;
    cancel = watched.after(pause, () => void refresh());
  };
  const close = watched.listen((kind) => {
    if (RING_KINDS.has(kind)) void refresh();
  });
  const stop = (): void => {
    stopped = true;
    cancel();
    close();
  };
  wait();
  return stop;
}
