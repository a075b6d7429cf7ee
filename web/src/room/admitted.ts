/** Joining a meeting whose host lets people in. */
import { ApiError, type Joined } from "../api";

/** Between attempts to join while waiting for admission. */
const ADMISSION_POLL_MS = 3_000;

/**
 * Joins as soon as the host admits; `onWaiting` gets the server's message after each attempt until then. Once waiting, a
 * server that is busy or away does not end it.
 */
export async function admitted(
  join: () => Promise<Joined>,
  onWaiting: (words: string) => void,
  pause: (ms: number) => Promise<void> = (ms) => new Promise((resume) => setTimeout(resume, ms)),
): Promise<Joined> {
  for (let waits = false; ; ) {
    try {
      return await join();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.kind === "awaiting-admission") {
        waits = true;
        onWaiting(error.message);
      } else if (!waits || error.isPermanent) throw error;
      await pause(Math.max(ADMISSION_POLL_MS, error.retryAfterMs));
    }
  }
}
