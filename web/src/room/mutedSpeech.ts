/** Notices that somebody speaks into a muted microphone, from its level alone. */

/** How often the level is to be given. */
export const SAMPLE_MS = 100;
/** The floor is the quietest moment in this window: speech pauses between syllables, a fan does not. */
const FLOOR_SAMPLES = 30;
const SPEECH_SAMPLES = 20;
/** So many of the last samples are speech: less is a cough, a key or a chair. */
const SPOKEN_SAMPLES = 8;
const ABOVE_FLOOR_DB = 10;
const QUIETEST_SPEECH_DB = -50;
/** Between two hints, and how many there are until the microphone was on again. */
const AGAIN_MS = 60_000;
const MAX_HINTS = 3;

export class MutedSpeech {
  #levels: number[] = [];
  #hints = 0;
  #hintedAt = Number.NEGATIVE_INFINITY;

  /**
   * Takes the level of the last `SAMPLE_MS`, 0 to 1 root mean square, at `now` in ms.
   * True when it is time for a hint.
   */
  hear(level: number, now: number): boolean {
    this.#levels = [...this.#levels, decibels(level)].slice(-FLOOR_SAMPLES);
    if (this.#hints >= MAX_HINTS || now - this.#hintedAt < AGAIN_MS || !this.#isSpeech()) return false;
    this.#hints += 1;
    this.#hintedAt = now;
    this.#levels = [];
    return true;
  }

  /** The microphone was on: the next speech while it is muted is told again. */
  reset(): void {
    this.#levels = [];
    this.#hints = 0;
    this.#hintedAt = Number.NEGATIVE_INFINITY;
  }

  #isSpeech(): boolean {
    if (this.#levels.length < SPEECH_SAMPLES) return false;
    const threshold = Math.max(QUIETEST_SPEECH_DB, Math.min(...this.#levels) + ABOVE_FLOOR_DB);
    return this.#levels.slice(-SPEECH_SAMPLES).filter((level) => level >= threshold).length >= SPOKEN_SAMPLES;
  }
}

/** Of full scale; digital silence counts as -120. */
function decibels(level: number): number {
  return Math.max(-120, 20 * Math.log10(Math.max(level, 1e-6)));
}
