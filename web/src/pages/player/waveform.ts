/** Draws the waveform: speakers' colours, stretches without words hatched, topics apart, and what was played. */
import type { Bar } from "./peaks";

export interface Drawn {
  bars: readonly Bar[];
  /** Of the speakers the bars name: 1 to 8, 0 without one. */
  colors: readonly number[];
  gaps: readonly { startMs: number; endMs: number }[];
  marks: readonly { kind: string; startMs: number }[];
  lengthMs: number;
  positionMs: number;
}

export const BAR_PX = 3;
const GAP_PX = 1;
const MARKS_PX = 9;
const UNPLAYED = 0.42;
const HATCH_PX = 6;

/** How many bars fit into a width. */
export function barCount(width: number): number {
  return Math.max(1, Math.floor(width / (BAR_PX + GAP_PX)));
}

export class Waveform {
  readonly #canvas: HTMLCanvasElement;
  #last = "";

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  /** The next `draw` draws whatever it is given: colours or size have changed. */
  invalidate(): void {
    this.#last = "";
  }

  /** Draws unless nothing that shows has changed. */
  draw(drawn: Drawn): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const played = Math.round((drawn.positionMs / Math.max(1, drawn.lengthMs)) * width);
    const state = `${width} ${height} ${played} ${drawn.lengthMs} ${drawn.bars.length} ${drawn.marks.length}`;
    const context = this.#canvas.getContext("2d");
    if (state === this.#last || context === null || width === 0) return;
    this.#last = state;
    const ratio = devicePixelRatio || 1;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    context.scale(ratio, ratio);
    const paint = new Painter(context, width, height, drawn);
    paint.gaps();
    paint.bars(played);
    paint.marks();
  }
}

class Painter {
  readonly #color = (
    (styles) => (name: string) =>
      styles.getPropertyValue(`--pl-${name}`).trim()
  )(getComputedStyle(document.documentElement));

  constructor(
    readonly context: CanvasRenderingContext2D,
    readonly width: number,
    readonly height: number,
    readonly drawn: Drawn,
  ) {}

  bars(played: number): void {
    const { context, drawn, width } = this;
    const step = width / drawn.bars.length;
    const [top, whole] = [MARKS_PX, this.height - MARKS_PX];
    drawn.bars.forEach(({ level, speaker }, n) => {
      const color = drawn.colors[speaker] ?? 0;
      const high = Math.max(2, level * (whole - 2));
      context.globalAlpha = n * step < played ? 1 : UNPLAYED;
      context.fillStyle =
        level > 0 ? this.#color(color > 0 ? `speaker-${color}` : "ink-3") : this.#color("line-strong");
      context.beginPath();
      context.roundRect(n * step, top + (whole - high) / 2, Math.max(1, step - GAP_PX), high, 1.5);
      context.fill();
    });
    context.globalAlpha = 1;
  }

  gaps(): void {
    const { context } = this;
    context.strokeStyle = this.#color("warn");
    context.lineWidth = 1;
    for (const { startMs, endMs } of this.drawn.gaps) {
      const [from, to] = [this.#x(startMs), Math.max(this.#x(endMs), this.#x(startMs) + 2)];
      context.save();
      context.beginPath();
      context.rect(from, MARKS_PX, to - from, this.height - MARKS_PX);
      context.clip();
      context.fillStyle = this.#color("warn-soft");
      context.fill();
      context.beginPath();
      for (let x = from - this.height; x < to; x += HATCH_PX) {
        context.moveTo(x, this.height);
        context.lineTo(x + this.height, 0);
      }
      context.stroke();
      context.restore();
    }
  }

  /** Topics are lines, decisions diamonds, action items rings: told apart without their colours. */
  marks(): void {
    const { context, drawn } = this;
    for (const { kind, startMs } of drawn.marks) {
      const x = Math.min(this.width - 4, Math.max(4, this.#x(startMs)));
      context.beginPath();
      context.fillStyle = this.#color(kind === "topic" ? "ink-3" : "accent");
      context.strokeStyle = this.#color("accent");
      if (kind === "topic") context.rect(x - 0.5, 0, 1.5, this.height);
      else if (kind === "decision") this.#diamond(x);
      else context.arc(x, MARKS_PX / 2 - 0.5, 2.8, 0, 2 * Math.PI);
      if (kind === "action") context.stroke();
      else context.fill();
    }
  }

  #diamond(x: number): void {
    const [middle, half] = [MARKS_PX / 2 - 0.5, 3.6];
    this.context.moveTo(x, middle - half);
    for (const [dx, dy] of [
      [half, 0],
      [0, half],
      [-half, 0],
    ] as const)
      this.context.lineTo(x + dx, middle + dy);
    this.context.closePath();
  }

  #x(ms: number): number {
    return (ms / Math.max(1, this.drawn.lengthMs)) * this.width;
  }
}
