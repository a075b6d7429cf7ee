/** Groups the transcript's lines into paragraphs of one speaker. */
import type { Gap } from "../../api";
import type { Line } from "./line";

/** A silence after which the same speaker gets a new paragraph, as on the meeting's page. */
const PAUSE_MS = 20_000;
const MAX_LINES = 12;

export interface Paragraph {
  /** The id of its first line. */
  readonly key: string;
  readonly speaker: string;
  readonly name: string;
  readonly startMs: number;
  readonly lines: readonly Line[];
}

/** A gap between two lines begins a new paragraph, so that it can be shown between them. */
export function paragraphsOf(lines: readonly Line[], gaps: readonly Gap[] = []): readonly Paragraph[] {
  const blocks: Line[][] = [];
  for (const line of lines) {
    const block = blocks.at(-1);
    if (block !== undefined && continues(block, line) && !hasGap(block, line, gaps)) block.push(line);
    else blocks.push([line]);
  }
  return blocks.map((block) => {
    const { id, speaker, name, startMs } = block[0] as Line;
    return { key: id, speaker, name, startMs, lines: block };
  });
}

function continues(block: readonly Line[], line: Line): boolean {
  const last = block.at(-1) as Line;
  return last.speaker === line.speaker && line.startMs - last.endMs < PAUSE_MS && block.length < MAX_LINES;
}

function hasGap(block: readonly Line[], line: Line, gaps: readonly Gap[]): boolean {
  const last = block.at(-1) as Line;
  return gaps.some((gap) => gap.from_ms > last.startMs && gap.from_ms <= line.startMs);
}

/** 65000 → "1:05", 3665000 → "1:01:05". */
export function clock(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const tail = String(seconds).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}
