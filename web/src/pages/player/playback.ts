/** View model of the player: position, speed and what is skipped; without DOM. */
import { Observable } from "../../room/observable";
import { afterSilence, type Silence } from "./timeline";

export const RATES: readonly number[] = [0.75, 1, 1.25, 1.5, 1.75, 2];

/** What plays (`Voices`). */
export interface Sound {
  readonly positionMs: number;
  readonly durationMs: number;
  readonly playing: boolean;
  play(): Promise<void>;
  pause(): void;
  seek(ms: number): void;
  setRate(rate: number): void;
}

export class Playback extends Observable {
  rate = 1;
  skipsSilence = false;
  /** What can be skipped; asked for when it is to be. */
  silences: () => readonly Silence[] = () => [];
  readonly #sound: Sound;
  readonly #lengthMs: number;
  /** Where a person went last: until the sound is there, its position is the old one. */
  #wantedMs: number | null = null;

  /** `lengthMs`: the meeting's, until the file says its own. */
  constructor(sound: Sound, lengthMs: number) {
    super();
    this.#sound = sound;
    this.#lengthMs = lengthMs;
  }

  get playing(): boolean {
    return this.#sound.playing;
  }

  get positionMs(): number {
    return this.#wantedMs ?? this.#sound.positionMs;
  }

  get lengthMs(): number {
    return this.#sound.durationMs || this.#lengthMs;
  }

  async toggle(): Promise<void> {
    await (this.playing ? this.pause() : this.play());
  }

  async play(): Promise<void> {
    if (this.positionMs >= this.lengthMs - 50) this.seek(0);
    await this.#sound.play();
    this.changed();
  }

  pause(): void {
    this.#sound.pause();
    this.changed();
  }

  seek(ms: number): void {
    this.#wantedMs = Math.min(Math.max(0, ms), this.lengthMs);
    this.#sound.seek(this.#wantedMs);
    this.changed();
  }

  by(ms: number): void {
    this.seek(this.positionMs + ms);
  }

  setRate(rate: number): void {
    this.rate = rate;
    this.#sound.setRate(rate);
    this.changed();
  }

  /** The next speed up (1) or down (-1); none beyond the first and the last. */
  step(direction: 1 | -1): void {
    const at = RATES.indexOf(this.rate);
    this.setRate(RATES[Math.min(RATES.length - 1, Math.max(0, at + direction))] ?? 1);
  }

  setSkipsSilence(skips: boolean): void {
    this.skipsSilence = skips;
    this.changed();
  }

  /** The sound went on, or is where it was sent. */
  update(): void {
    const at = this.#sound.positionMs;
    if (this.#wantedMs !== null && Math.abs(at - this.#wantedMs) < 1000) this.#wantedMs = null;
    const after = this.skipsSilence && this.playing ? afterSilence(this.silences(), this.positionMs) : null;
    if (after !== null && after < this.lengthMs) this.seek(after);
    else this.changed();
  }
}
