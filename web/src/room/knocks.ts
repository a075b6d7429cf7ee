/** When to ring: once for each person who begins to wait, not again for whom it rang already. */

/** In seconds and hertz: a falling third, as door bells have it. */
export const CHIME = [
  { at: 0, hz: 659 },
  { at: 0.22, hz: 523 },
] as const;
const NOTE_S = 0.5;
const LOUDNESS = 0.12;

interface AtTheDoor {
  readonly id: string;
  readonly status: string;
}

export class Knocks {
  #known: ReadonlySet<string> = new Set();

  /** Whether somebody waits who did not at the last call; who comes back after a refusal is new again. */
  hear(people: readonly AtTheDoor[]): boolean {
    const waiting = people.flatMap(({ id, status }) => (status === "waiting" ? [id] : []));
    const rings = waiting.some((id) => !this.#known.has(id));
    this.#known = new Set(waiting);
    return rings;
  }
}

/** Plays the chime; resolves after it. A browser that allows no sound, or has no way to make it, stays silent. */
export async function ring(open: () => AudioContext = () => new AudioContext()): Promise<void> {
  let context: AudioContext;
  try {
    context = open();
  } catch {
    return;
  }
  try {
    if (context.state === "suspended") await context.resume();
    await Promise.all(CHIME.map(({ at, hz }) => note(context, context.currentTime + at, hz)));
  } finally {
    await context.close();
  }
}

function note(context: AudioContext, at: number, hz: number): Promise<void> {
  const [tone, volume] = [context.createOscillator(), context.createGain()];
  tone.frequency.value = hz;
  volume.gain.setValueAtTime(LOUDNESS, at);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + NOTE_S);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + NOTE_S);
  return new Promise((resolve) => {
    tone.onended = () => resolve();
  });
}
