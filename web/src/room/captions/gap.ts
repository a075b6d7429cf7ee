/** Stretches of a meeting that were not transcribed, in words, as the meeting's page has them. */
import type { Gap } from "../../api";
import { clock, type Paragraph } from "./paragraphs";

/** A shorter one lost no word that anybody would miss. */
export const SHORTEST_GAP_MS = 500;

export interface GapNote {
  readonly key: string;
  readonly time: string;
  readonly text: string;
}

export function noteOf(gap: Gap, speaker: string | null): GapNote {
  const [from, to] = [clock(gap.from_ms), gap.to_ms === null ? null : clock(gap.to_ms)];
  const time = to === null ? `Since ${from}` : to === from ? from : `${from}–${to}`;
  return { key: gap.id, time, text: textOf(gap, speaker) };
}

function textOf({ cause, participant_id, reason }: Gap, speaker: string | null): string {
  if (cause === "off_record")
    return `Off the record for ${participant_id === null ? "everybody" : (speaker ?? "somebody")}.`;
  return `Not transcribed${speaker === null ? "" : ` (${speaker})`}: ${reason}.`;
}

export type Entry = { readonly paragraph: Paragraph } | { readonly gap: Gap };

/** Puts each gap before the first paragraph that begins after it. */
export function withGaps(paragraphs: readonly Paragraph[], gaps: readonly Gap[]): readonly Entry[] {
  const entries: Entry[] = [];
  const waiting = [...gaps];
  for (const paragraph of paragraphs) {
    for (let gap = waiting[0]; gap !== undefined && gap.from_ms <= paragraph.startMs; gap = waiting[0]) {
      entries.push({ gap });
      waiting.shift();
    }
    entries.push({ paragraph });
  }
  return [...entries, ...waiting.map((gap) => ({ gap }))];
}
