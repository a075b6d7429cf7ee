/** Blurs the background of one's camera, or says why it cannot. */
import { type LocalTrack, Track } from "livekit-client";
import { Observable } from "./observable";

/** `slow`: blurred, with few pictures a second. `failed`: switched on, and the camera stays off. */
export type BlurState = "off" | "starting" | "on" | "slow" | "failed" | "unsupported";

/** The background could not be blurred, so the camera is not sent. */
export class BlurFailed extends Error {}

export interface Blurring {
  isSupported: () => boolean;
  /**
   * Resolves once every further picture of the track is blurred; rejects where that cannot be.
   * `onPicture` gets the milliseconds that each took.
   */
  blur: (track: LocalTrack, onPicture: (ms: number) => void) => Promise<void>;
}

/** Slower than 12 pictures a second, over so many, is told. */
const SLOW_MS = 1000 / 12;
/** Faster than that it is no longer slow; between the two it stays what it was. */
const FAST_MS = 1000 / 18;
const MEASURED_PICTURES = 30;

export class Background extends Observable {
  readonly #blurring: Blurring;
  /** The tracks that are or become blurred; each is for its lifetime. */
  readonly #tracks = new WeakMap<LocalTrack, Promise<void>>();
  /** Only what becomes of it is told: one that was given up for it may fail late. */
  #latest: LocalTrack | null = null;
  #isWanted = false;
  #state: BlurState = "off";
  #times: number[] = [];

  constructor(blurring: Blurring) {
    super();
    this.#blurring = blurring;
  }

  readonly state = (): BlurState => this.#state;

  isSupported(): boolean {
    return this.#blurring.isSupported();
  }

  /** For cameras opened from now on. One that is open has to be opened again. */
  want(on: boolean): void {
    if (on === this.#isWanted) return;
    this.#isWanted = on;
    this.#times = [];
    this.#become(!on ? "off" : this.#blurring.isSupported() ? "starting" : "unsupported");
  }

  /** Resolves when the track may be shown: blurred, or as it is where that is wanted. Rejects with BlurFailed. */
  async prepare(track: LocalTrack): Promise<void> {
    if (!this.#isWanted || track.source !== Track.Source.Camera) return;
    this.#latest = track;
    const begun = this.#tracks.get(track) ?? this.#begin(track);
    this.#tracks.set(track, begun);
    try {
      await begun;
      if (this.#isWanted && this.#latest === track && this.#state === "starting") this.#become("on");
    } catch (error) {
      if (this.#isWanted && this.#latest === track && this.#state !== "unsupported") this.#become("failed");
      throw new BlurFailed("the background could not be blurred", { cause: error });
    }
  }

  async #begin(track: LocalTrack): Promise<void> {
    if (!this.#blurring.isSupported()) {
      this.#become("unsupported");
      throw new Error("this browser cannot blur");
    }
    this.#become("starting");
    await this.#blurring.blur(track, (ms) => this.#measure(ms));
  }

  #measure(ms: number): void {
    if (this.#state !== "on" && this.#state !== "slow") return;
    this.#times = [...this.#times, ms].slice(-MEASURED_PICTURES);
    if (this.#times.length < MEASURED_PICTURES) return;
    const mean = this.#times.reduce((sum, each) => sum + each, 0) / MEASURED_PICTURES;
    if (mean > SLOW_MS) this.#become("slow");
    if (mean < FAST_MS) this.#become("on");
  }

  #become(state: BlurState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.changed();
  }
}

const WORDS: Readonly<Record<BlurState, string>> = {
  off: "",
  starting: "Preparing the blur…",
  on: "",
  slow: "This computer is slow at it: others see few pictures a second of you.",
  failed: "The background could not be blurred, so your camera stays off. Turn the blur off to be seen without it.",
  unsupported:
    "Your camera stays off until you turn the blur off: this browser or computer cannot blur your background.",
};

/** What to tell the person as it happens: of slowness once, until the blur is switched on again. */
export class BlurNews {
  #state: BlurState;
  #isToldSlow = false;

  constructor(state: BlurState) {
    this.#state = state;
    this.#isToldSlow = state === "slow";
  }

  /** Empty where there is nothing new. */
  of(state: BlurState): string {
    const isNew = state !== this.#state && (state === "failed" || (state === "slow" && !this.#isToldSlow));
    this.#state = state;
    this.#isToldSlow = state === "slow" || (this.#isToldSlow && state !== "off");
    return isNew ? blurWords(state) : "";
  }
}

/** What to tell the person; empty where all is well. */
export function blurWords(state: BlurState): string {
  return WORDS[state];
}
