/** What is heard: the mix, or chosen speakers' own files, played as one. */

/** What is used of an `HTMLAudioElement`. */
export interface Media {
  currentTime: number;
  playbackRate: number;
  readonly duration: number;
  readonly paused: boolean;
  readonly ended: boolean;
  play(): Promise<void>;
  pause(): void;
  addEventListener(type: string, listener: () => void): void;
}

/** Apart by more than this they are heard as an echo. */
const APART_S = 0.04;
/** Further apart than this a file is set to the place; nearer, its speed brings it there unheard. */
const FAR_S = 0.5;
const NUDGE = 0.06;
const EVENTS = ["play", "pause", "ended", "seeked", "timeupdate", "durationchange", "ratechange", "error"] as const;

export class Voices {
  readonly #mix: Media;
  readonly #open: (source: string) => Media;
  readonly #changed: () => void;
  readonly #opened = new Map<string, Media>();
  #media: readonly Media[];
  #rate = 1;

  /** `open` makes a paused element for a file; `changed` is called whenever something about the sound has. */
  constructor(mix: Media, open: (source: string) => Media, changed: () => void) {
    this.#mix = mix;
    this.#open = open;
    this.#changed = changed;
    this.#media = [mix];
    this.#listen(mix);
  }

  get positionMs(): number {
    return this.#leader.currentTime * 1000;
  }

  /** 0 until the file has been read so far. */
  get durationMs(): number {
    const { duration } = this.#mix;
    return Number.isFinite(duration) ? duration * 1000 : 0;
  }

  get playing(): boolean {
    return !this.#leader.paused && !this.#leader.ended;
  }

  /** Rejects as the browser does: where it plays nothing before the person has touched the page. */
  async play(): Promise<void> {
    await Promise.all(this.#media.map((each) => each.play()));
  }

  pause(): void {
    for (const each of this.#media) each.pause();
  }

  seek(ms: number): void {
    for (const each of this.#media) each.currentTime = ms / 1000;
  }

  setRate(rate: number): void {
    this.#rate = rate;
    for (const each of this.#media) each.playbackRate = rate;
  }

  /** Plays these files together from where the sound is; without any, the mix. */
  async choose(sources: readonly string[]): Promise<void> {
    const [seconds, playing] = [this.#leader.currentTime, this.playing];
    this.pause();
    this.#media = sources.length === 0 ? [this.#mix] : sources.map((source) => this.#opening(source));
    for (const each of this.#media) {
      each.currentTime = seconds;
      each.playbackRate = this.#rate;
    }
    if (playing) await this.play().catch(unlessInterrupted);
    this.#changed();
  }

  /** Brings files that ran apart together again, by the clock of the first. */
  align(): void {
    const [leader, ...others] = this.#media;
    if (!leader) return;
    for (const each of others) {
      const ahead = each.currentTime - leader.currentTime;
      if (Math.abs(ahead) > FAR_S) each.currentTime = leader.currentTime;
      const nudge = Math.abs(ahead) < APART_S || Math.abs(ahead) > FAR_S ? 0 : -Math.sign(ahead) * NUDGE;
      each.playbackRate = this.#rate * (1 + nudge);
    }
  }

  get #leader(): Media {
    return this.#media[0] ?? this.#mix;
  }

  #opening(source: string): Media {
    const known = this.#opened.get(source);
    if (known) return known;
    const media = this.#open(source);
    this.#opened.set(source, media);
    this.#listen(media);
    return media;
  }

  #listen(media: Media): void {
    for (const type of EVENTS) media.addEventListener(type, () => media === this.#leader && this.#changed());
    media.addEventListener("timeupdate", () => media === this.#leader && this.align());
    // Who waits for its data is waited for: the others would be heard too early.
    media.addEventListener("waiting", () => this.#others(media, (each) => each.pause()));
    media.addEventListener("playing", () => this.#others(media, (each) => void each.play().catch(unlessInterrupted)));
  }

  #others(leader: Media, act: (each: Media) => void): void {
    if (leader !== this.#leader || leader.paused) return;
    for (const each of this.#media) if (each !== leader) act(each);
  }
}

/** A pause may come before the sound has begun; that is no error. */
export function unlessInterrupted(error: unknown): void {
  if (!(error instanceof DOMException)) throw error;
}
