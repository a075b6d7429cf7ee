/** The waveform's bars: how loud the meeting is in each, and whose voice is the loudest. */
import type { Segment } from "./timeline";

export interface SpeakerPeaks {
  participant_id: string | null;
  speaker: string;
  /** 0 to 255, of equal parts of the recording. */
  peaks: readonly number[];
}

export interface Peaks {
  duration_ms: number;
  bins: number;
  speakers: readonly SpeakerPeaks[];
}

export interface Bar {
  /** 0 to 1. */
  level: number;
  /** Index of the loudest speaker; -1: nobody. */
  speaker: number;
}

/** Quieter is drawn as silence: rooms hum. */
const FLOOR = 3;

/** Divides the recording into `count` bars, the highest of level 1; `heard` leaves out speakers that are muted. */
export function barsOf(peaks: Peaks, count: number, heard: (speaker: number) => boolean = () => true): Bar[] {
  const bars = Array.from({ length: count }, (_, n) => {
    const from = Math.floor((n * peaks.bins) / count);
    const to = Math.max(from + 1, Math.floor(((n + 1) * peaks.bins) / count));
    let loudest: Bar = { level: 0, speaker: -1 };
    peaks.speakers.forEach((speaker, index) => {
      if (!heard(index)) return;
      const peak = speaker.peaks.slice(from, to).reduce((most, each) => Math.max(most, each), 0);
      // The ear hears ratios: a root shows quiet speech beside loud.
      const level = peak < FLOOR ? 0 : Math.sqrt(peak / 255);
      if (level > loudest.level) loudest = { level, speaker: index };
    });
    return loudest;
  });
  const most = Math.max(...bars.map(({ level }) => level));
  return most > 0 ? bars.map(({ level, speaker }) => ({ level: level / most, speaker })) : bars;
}

/** Peaks for a recording whose waveform is not there: as high as a speaker's share of each part's time. */
export function peaksOf(
  segments: readonly (Segment & { speaker: string })[],
  speakers: readonly string[],
  durationMs: number,
  bins: number,
): Peaks {
  const lanes = new Map(speakers.map((speaker) => [speaker, new Array<number>(bins).fill(0)]));
  const binMs = durationMs / bins;
  for (const { speaker, startMs, endMs } of segments) {
    const lane = lanes.get(speaker) ?? [];
    const from = Math.floor(startMs / binMs);
    const to = Math.min(bins, Math.max(from + 1, Math.ceil(endMs / binMs)));
    for (let bin = from; bin < to; bin += 1) {
      const spokenMs = Math.min(endMs, (bin + 1) * binMs) - Math.max(startMs, bin * binMs);
      lane[bin] = Math.min(255, (lane[bin] ?? 0) + Math.max(FLOOR, (255 * spokenMs) / binMs));
    }
  }
  const named = speakers.map((speaker) => ({ participant_id: speaker, speaker, peaks: lanes.get(speaker) ?? [] }));
  return { duration_ms: durationMs, bins, speakers: named };
}
