/** Lets work run one at a time, so that an older answer never comes after a newer one. */

/**
 * Asked for while it runs, the work runs once more afterwards: what it has read by then may be old. The promise resolves
 * when nothing more is to be done, and rejects as the work does.
 */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let again = false;
  const run = async (): Promise<void> => {
    try {
      do {
        again = false;
        await work();
      } while (again);
    } finally {
      running = undefined;
    }
  };
  return () => {
    again = true;
    running ??= run();
    return running;
  };
}
