/** Announces final captions to screen readers, several at once, so that speech keeps up. */
import type { Line } from "./line";

/** Older ones are skipped: the transcript has them. */
const MAX_WAITING = 4;

export class Announcer {
  readonly #announced = new Set<string>();
  #waiting: Line[] = [];
  #lastAt = Number.NEGATIVE_INFINITY;
  readonly #intervalMs: number;

  /** At most so many announcements a minute. */
  constructor(perMinute: number) {
    this.#intervalMs = 60_000 / perMinute;
  }

  /** Never announces these. */
  skip(lines: readonly Line[]): void {
    for (const line of lines) if (line.isFinal) this.#announced.add(line.id);
  }

  /** One's own words and history are never announced. */
  add(lines: readonly Line[], self: string): void {
    for (const line of lines) {
      if (!line.isFinal || line.seenAt === null || this.#announced.has(line.id)) continue;
      this.#announced.add(line.id);
      if (line.speaker !== self) this.#waiting.push(line);
    }
    this.#waiting = this.#waiting.slice(-MAX_WAITING);
  }

  /** The next announcement; null where there is none, or it is too soon. */
  next(now: number, nameOf: (line: Line) => string = (line) => line.name): string | null {
    if (this.#waiting.length === 0 || now < this.due()) return null;
    const text = spoken(this.#waiting, nameOf);
    this.#waiting = [];
    this.#lastAt = now;
    return text;
  }

  /** When `next` may return something. */
  due(): number {
    return this.#waiting.length === 0 ? Number.POSITIVE_INFINITY : this.#lastAt + this.#intervalMs;
  }
}

/** Names the speaker once for several lines in a row. */
function spoken(lines: readonly Line[], nameOf: (line: Line) => string): string {
  return lines
    .map((line, n) => (lines[n - 1]?.speaker === line.speaker ? line.text : `${nameOf(line)}: ${line.text}`))
    .join(" ");
}
