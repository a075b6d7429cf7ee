/** What a screen reader is told of the captions: settled lines only, gathered, never faster than it can speak. */
import type { Line } from "./line";

/** The least time between two announcements. */
export const BREATH_MS = 3_000;
/** More than this is not worth hearing late: the transcript has it. */
const MAX_WAITING = 4;

export class Announcer {
  readonly #heard = new Set<string>();
  #waiting: Line[] = [];
  #lastAt = Number.NEGATIVE_INFINITY;

  /** One's own words and history are never announced. */
  take(lines: readonly Line[], self: string): void {
    for (const line of lines) {
      if (!line.settled || line.seenAt === null || this.#heard.has(line.id)) continue;
      this.#heard.add(line.id);
      if (line.speaker !== self) this.#waiting.push(line);
    }
    this.#waiting = this.#waiting.slice(-MAX_WAITING);
  }

  /** The next announcement, or null while there is none or it is too soon. */
  speak(now: number, nameOf: (line: Line) => string = (line) => line.name): string | null {
    if (this.#waiting.length === 0 || now < this.due()) return null;
    const text = spoken(this.#waiting, nameOf);
    this.#waiting = [];
    this.#lastAt = now;
    return text;
  }

  /** When `speak` may have something to say. */
  due(): number {
    return this.#waiting.length === 0 ? Number.POSITIVE_INFINITY : this.#lastAt + BREATH_MS;
  }
}

/** Names the speaker once for several lines in a row. */
function spoken(lines: readonly Line[], nameOf: (line: Line) => string): string {
  return lines
    .map((line, n) => (lines[n - 1]?.speaker === line.speaker ? line.text : `${nameOf(line)}: ${line.text}`))
    .join(" ");
}
