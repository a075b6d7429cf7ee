/** Whose video is shown (last-N): of the people on the screen those who spoke last, as many as the browser can show. */

/** auto: as many as the browser shows without stuttering. */
export const VIDEO_CHOICES = ["auto", "49", "9", "4", "0"] as const;
export type VideoChoice = (typeof VIDEO_CHOICES)[number];

/** What `auto` chooses from. */
const STEPS = [4, 9, 16, 25, 49] as const;
/** More people than are ever on one page. */
const MOST_RECENT = 49;
/** By the number of processor cores, until it is known how the page fares. */
const FIRST_STEP = (cores: number): number => (cores <= 2 ? 1 : cores <= 4 ? 2 : 3);

/** Milliseconds between two frames of the page: browsers that save energy draw 30 in a second, and cameras send no more. */
const SLOW_MS = 45;
const FAST_MS = 36;
/** Good samples in a row before more is tried; twice as many after each time that was too much. */
const PATIENCE = 2;
const MOST_PATIENCE = 32;

/** How many videos `auto` shows: fewer as soon as the page stutters, more again once it has run well for a while. */
export class VideoBudget {
  #step: number;
  #well = 0;
  #patience = PATIENCE;

  constructor(cores: number) {
    this.#step = FIRST_STEP(cores);
  }

  get most(): number {
    return STEPS[this.#step] as number;
  }

  /** Takes the median time between frames over some seconds; true where `most` has changed. */
  take(frameMs: number): boolean {
    const before = this.#step;
    if (frameMs > SLOW_MS) {
      this.#step = Math.max(0, this.#step - 1);
      this.#patience = Math.min(MOST_PATIENCE, this.#patience * 2);
      this.#well = 0;
    } else if (frameMs < FAST_MS) {
      this.#well += 1;
    } else {
      this.#well = 0;
    }
    if (this.#well >= this.#patience) {
      this.#step = Math.min(STEPS.length - 1, this.#step + 1);
      this.#well = 0;
    }
    return this.#step !== before;
  }
}

/** The median time between frames; null of too few. */
export function medianInterval(times: readonly number[]): number | null {
  const intervals = times.slice(1).map((time, n) => time - (times[n] as number));
  return intervals.sort((one, other) => one - other)[Math.floor(intervals.length / 2)] ?? null;
}

/** Who spoke, the last first; the same list where nothing changes. */
export function spoken(before: readonly string[], speakers: readonly string[]): readonly string[] {
  const after = [...speakers, ...before.filter((each) => !speakers.includes(each))].slice(0, MOST_RECENT);
  return after.every((each, n) => each === before[n]) && after.length === before.length ? before : after;
}

/** What says which these are, in whatever order they come. */
export function keyOf(identities: Iterable<string>): string {
  return [...identities].sort().join(" ");
}

interface Subscribable {
  readonly isDesired: boolean;
  setSubscribed: (on: boolean) => void;
}

/** Subscribes at once to what is wanted, and gives up what has not been for a while. */
export class Subscriptions<T extends Subscribable> {
  readonly #afterMs: number;
  readonly #leaving = new Map<T, ReturnType<typeof setTimeout>>();

  constructor(afterMs: number) {
    this.#afterMs = afterMs;
  }

  set(all: readonly T[], isWanted: (each: T) => boolean): void {
    for (const each of this.#leaving.keys()) if (!all.includes(each) || isWanted(each)) this.#stay(each);
    for (const each of all) {
      if (!isWanted(each)) this.#leave(each);
      else if (!each.isDesired) each.setSubscribed(true);
    }
  }

  stop(): void {
    for (const each of this.#leaving.keys()) this.#stay(each);
  }

  #stay(each: T): void {
    clearTimeout(this.#leaving.get(each));
    this.#leaving.delete(each);
  }

  #leave(each: T): void {
    if (this.#leaving.has(each)) return;
    const timer = setTimeout(() => {
      this.#leaving.delete(each);
      if (each.isDesired) each.setSubscribed(false);
    }, this.#afterMs);
    this.#leaving.set(each, timer);
  }
}

export interface Candidate {
  identity: string;
  /** Oneself, who costs nothing to receive, or shown large. */
  isAlways: boolean;
}

/** The identities to show with video; who spoke longest ago gives way, who never did by their place. */
export function withVideo(shown: readonly Candidate[], recent: readonly string[], most: number): ReadonlySet<string> {
  const always = shown.filter(({ isAlways }) => isAlways).map(({ identity }) => identity);
  const place = new Map(recent.map((identity, n) => [identity, n]));
  const rest = shown
    .filter(({ isAlways }) => !isAlways)
    .map(({ identity }, n) => ({ identity, rank: place.get(identity) ?? MOST_RECENT + n }))
    .sort((one, other) => one.rank - other.rank)
    .slice(0, most);
  return new Set([...always, ...rest.map(({ identity }) => identity)]);
}
