/** Whose voices there are: the waveform in their colours, and who of them is heard. */
import { offerVoices } from "./chooser";
import { loadPeaks } from "./loadPeaks";
import type { Said } from "./script";
import type { TimelineView } from "./timelineView";
import { part } from "./view";
import type { Voices } from "./voices";

export class Speakers {
  readonly #root: HTMLElement;
  readonly #slug: string;
  readonly #timeline: TimelineView;
  readonly #voices: Voices;
  readonly #changed: () => void;

  /** `changed` is called when the timeline is to be laid out again. */
  constructor(root: HTMLElement, slug: string, timeline: TimelineView, voices: Voices, changed: () => void) {
    this.#root = root;
    this.#slug = slug;
    this.#timeline = timeline;
    this.#voices = voices;
    this.#changed = changed;
  }

  /** Fetches the waveform, and offers the speakers who can be heard alone. */
  async load(segments: () => readonly Said[], lengthMs: number): Promise<void> {
    const colorOf = (id: string | null): number => this.#colorOf(id);
    const { peaks, colors, isRecorded } = await loadPeaks(this.#slug, colorOf, segments, lengthMs);
    this.#timeline.setPeaks(peaks, colors);
    const fields = part<HTMLFieldSetElement>(this.#root, "voices");
    if (isRecorded) offerVoices(fields, peaks.speakers, colors, (heard) => void this.#hear(heard));
    this.#changed();
  }

  async #hear(heard: ReadonlySet<string>): Promise<void> {
    this.#timeline.setHeard(heard);
    this.#changed();
    await this.#voices.choose([...heard].map((id) => `/api/rooms/${this.#slug}/recording/audio/${id}`));
  }

  #colorOf(participant: string | null): number {
    const element = this.#root.querySelector<HTMLElement>(`[data-speaker="${CSS.escape(participant ?? "")}"]`);
    return Number(element?.dataset.color ?? 0);
  }
}
