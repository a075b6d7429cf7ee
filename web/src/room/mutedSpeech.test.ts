import { beforeEach, expect, it } from "vitest";
import { MutedSpeech, SAMPLE_MS } from "./mutedSpeech";

/** Levels as of a syllable of 200 ms and a pause of 100 ms. */
const SPEECH = [0.1, 0.08, 0.004];
const MINUTE_MS = 60_000;

let speech: MutedSpeech;
let now: number;
beforeEach(() => {
  speech = new MutedSpeech();
  now = 0;
});

/** How many hints there are while these levels repeat for so long. */
function hints(levels: readonly number[], forMs: number): number {
  let count = 0;
  for (let n = 0; n < forMs / SAMPLE_MS; n += 1) {
    now += SAMPLE_MS;
    if (speech.hear(levels[n % levels.length] ?? 0, now)) count += 1;
  }
  return count;
}

it("notices speech within some seconds", () => {
  expect(hints(SPEECH, 3_000)).toBe(1);
});

it.each([
  ["silence", [0]],
  ["a loud fan", [0.1, 0.11, 0.1, 0.09]],
  ["breath, too quiet to be speech", [0.002, 0.0001]],
  ["a key pressed once a second", [0.2, 0.1, 0, 0, 0, 0, 0, 0, 0, 0]],
])("does not notice %s", (_, levels) => {
  expect(hints(levels, 10_000)).toBe(0);
});

it("hints at most once a minute", () => {
  expect(hints(SPEECH, MINUTE_MS)).toBe(1);
  expect(hints(SPEECH, MINUTE_MS)).toBe(1);
});

it("gives up after three hints", () => {
  expect(hints(SPEECH, 20 * MINUTE_MS)).toBe(3);
});

it("begins anew when the microphone was on", () => {
  hints(SPEECH, 20 * MINUTE_MS);
  speech.reset();
  expect(hints(SPEECH, 3_000)).toBe(1);
});
