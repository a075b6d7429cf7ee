/** The waveform of a recording, and the colours of its speakers on the page. */
import { ApiError, api } from "../../api";
import { type Peaks, peaksOf } from "./peaks";
import type { Said } from "./script";

/** Parts of a waveform that is drawn from the transcript. */
const BINS = 800;

export interface ColoredPeaks {
  peaks: Peaks;
  /** Of each speaker, 1 to 8; 0: said nothing that was transcribed. */
  colors: readonly number[];
  /** Whether each speaker has a recording of their own. */
  isRecorded: boolean;
}

/** Fetches it; where there is none it shows who spoke when, by the transcript. */
export async function loadPeaks(
  slug: string,
  colorOf: (participant: string | null) => number,
  segments: () => readonly Said[],
  lengthMs: number,
): Promise<ColoredPeaks> {
  try {
    const peaks = await api.peaks(slug);
    const colors = peaks.speakers.map(({ participant_id }) => colorOf(participant_id));
    return { peaks, colors, isRecorded: true };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const said = segments();
    const speakers = [...new Set(said.map(({ speaker }) => speaker))];
    const peaks = peaksOf(said, speakers, lengthMs, BINS);
    return { peaks, colors: speakers.map(Number), isRecorded: false };
  }
}
