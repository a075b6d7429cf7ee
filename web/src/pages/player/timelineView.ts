/** The timeline of the player: what its waveform shows, and what stands at each of its moments. */
import { clock } from "./moment";
import { type Bar, barsOf, type Peaks } from "./peaks";
import type { Playback } from "./playback";
import { part } from "./view";
import { barCount, Waveform } from "./waveform";

/** Where a topic begins, or what a decision or an action item rests on. */
interface Mark {
  kind: string;
  startMs: number;
  title: string;
}

interface Gap {
  startMs: number;
  endMs: number;
  why: string;
}

/** Back to the beginning of a topic that began longer ago than this, else to the one before. */
const BACK_MS = 3000;

export class TimelineView {
  readonly #root: HTMLElement;
  readonly #wave: Waveform;
  readonly #gaps: readonly Gap[];
  #marks: readonly Mark[] = [];
  #peaks: Peaks | null = null;
  #bars: readonly Bar[] = [];
  #colors: readonly number[] = [];
  #heard: ReadonlySet<string> = new Set();

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#wave = new Waveform(part<HTMLCanvasElement>(root, "wave"));
    const gaps = JSON.parse(root.dataset.gaps ?? "[]") as [number, number, string][];
    this.#gaps = gaps.map(([startMs, endMs, why]) => ({ startMs, endMs, why }));
  }

  /** Reads the moments that the page lists, again after they were replaced. */
  readMarks(): void {
    this.#marks = [...this.#root.querySelectorAll<HTMLElement>("[data-kind]")].map((element) => ({
      kind: element.dataset.kind ?? "",
      startMs: Number(element.dataset.momentMs),
      title: element.querySelector(".player__what")?.lastChild?.textContent ?? "",
    }));
  }

  /** `colors`: of each speaker in `peaks`, 1 to 8, 0 without one. */
  setPeaks(peaks: Peaks, colors: readonly number[]): void {
    this.#peaks = peaks;
    this.#colors = colors;
  }

  /** Draws these speakers alone, by the ids of their participants; everybody if there are none. */
  setHeard(heard: ReadonlySet<string>): void {
    this.#heard = heard;
  }

  /** Sizes, colours or what there is to draw have changed. */
  layOut(): void {
    const count = barCount(part(this.#root, "wave").clientWidth);
    const isHeard = (n: number): boolean => {
      const id = this.#peaks?.speakers[n]?.participant_id;
      return this.#heard.size === 0 || (typeof id === "string" && this.#heard.has(id));
    };
    if (this.#peaks) this.#bars = barsOf(this.#peaks, count, isHeard);
    this.#wave.invalidate();
  }

  draw({ positionMs, lengthMs }: Playback): void {
    const [bars, colors, gaps, marks] = [this.#bars, this.#colors, this.#gaps, this.#marks];
    this.#wave.draw({ bars, colors, gaps, marks, lengthMs, positionMs });
  }

  /** What the pointer is told at a moment. */
  hintAt(ms: number, lengthMs: number): string {
    const mark = this.#marks.find(({ startMs }) => Math.abs(startMs - ms) < lengthMs / 100);
    const gap = this.#gaps.find(({ startMs, endMs }) => startMs <= ms && ms <= endMs);
    const words = mark?.title ?? gap?.why;
    return words ? `${clock(ms)} · ${words}` : clock(ms);
  }

  /** The title of the topic a moment belongs to, or "". */
  topicAt(ms: number): string {
    return this.#marks.findLast(({ kind, startMs }) => kind === "topic" && startMs <= ms)?.title ?? "";
  }

  /** Where the next topic begins, or the one before; null: there is none. */
  topicFrom(ms: number, step: 1 | -1): number | null {
    const topics = this.#marks.filter(({ kind }) => kind === "topic").map(({ startMs }) => startMs);
    return (step > 0 ? topics.find((at) => at > ms) : topics.findLast((at) => at < ms - BACK_MS)) ?? null;
  }
}
