/** The caption line of the player: cues of the caption track at a moment. */
import { type Segment, spokenAt } from "./timeline";

interface Line extends Segment {
  speaker: string;
  text: string;
}

/** More at once is unreadable. */
const MOST = 2;

export class Subtitles {
  readonly #element: HTMLTrackElement;
  #lines: readonly Line[] = [];
  on = false;

  /** `loaded` is called when the cues are there. */
  constructor(element: HTMLTrackElement, loaded: () => void) {
    this.#element = element;
    element.addEventListener("load", () => {
      this.#lines = [...(element.track.cues ?? [])].map(lineOf);
      loaded();
    });
  }

  /** The track is fetched when it is first turned on. */
  set(on: boolean): void {
    this.on = on;
    if (on) this.#element.track.mode = "hidden";
  }

  /** What is said at a moment. */
  at(ms: number): readonly { speaker: string; text: string }[] {
    return this.on ? spokenAt(this.#lines, ms).slice(-MOST) : [];
  }
}

function lineOf(cue: TextTrackCue, n: number): Line {
  const fragment = (cue as VTTCue).getCueAsHTML();
  const speaker = fragment.querySelector("[title]")?.getAttribute("title") ?? "";
  const text = (fragment.textContent ?? "").replace(/\s+/g, " ").trim();
  return { id: String(n), seq: n, startMs: cue.startTime * 1000, endMs: cue.endTime * 1000, speaker, text };
}
