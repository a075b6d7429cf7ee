import { describe, expect, it } from "vitest";
import { Playback, type Sound } from "./playback";

class FakeSound implements Sound {
  positionMs = 0;
  durationMs = 0;
  playing = false;
  rate = 1;

  async play(): Promise<void> {
    this.playing = true;
  }
  pause(): void {
    this.playing = false;
  }
  seek(ms: number): void {
    this.positionMs = ms;
  }
  setRate(rate: number): void {
    this.rate = rate;
  }
}

function stage() {
  const sound = new FakeSound();
  const playback = new Playback(sound, 60_000);
  const told = { changes: 0 };
  playback.subscribe(() => (told.changes += 1));
  return { sound, playback, told };
}

describe("the position", () => {
  it("stays inside of the recording", () => {
    const { playback, sound } = stage();
    playback.seek(-5);
    expect(sound.positionMs).toBe(0);
    playback.by(99_000);
    expect(sound.positionMs).toBe(60_000);
    sound.durationMs = 61_234;
    playback.seek(99_000);
    expect(sound.positionMs).toBe(61_234);
  });

  it("is where a person went, also while the sound is not there yet", () => {
    const { playback, sound } = stage();
    sound.seek = () => undefined;
    playback.seek(30_000);
    playback.update();
    expect(playback.positionMs).toBe(30_000);
    playback.by(10_000);
    expect(playback.positionMs).toBe(40_000);
    sound.positionMs = 40_020;
    playback.update();
    expect(playback.positionMs).toBe(40_020);
  });

  it("is the beginning when it is played again from the end", async () => {
    const { playback, sound } = stage();
    playback.seek(60_000);
    await playback.toggle();
    expect(sound).toMatchObject({ positionMs: 0, playing: true });
  });
});

it("the speed has steps, and ends", () => {
  const { playback, sound } = stage();
  playback.step(-1);
  playback.step(-1);
  expect(sound.rate).toBe(0.75);
  for (let n = 0; n < 9; n++) playback.step(1);
  expect(sound.rate).toBe(2);
});

describe("silence", () => {
  it("is skipped only while it is played and only if asked for", async () => {
    const { playback, sound } = stage();
    playback.silences = () => [{ startMs: 10_000, endMs: 20_000 }];
    sound.positionMs = 12_000;
    playback.setSkipsSilence(true);
    playback.update();
    expect(sound.positionMs).toBe(12_000);
    await playback.play();
    playback.update();
    expect(sound.positionMs).toBe(20_000);
    playback.setSkipsSilence(false);
    sound.positionMs = 12_000;
    playback.update();
    playback.update();
    expect(sound.positionMs).toBe(12_000);
  });
});

it("tells of every change", async () => {
  const { playback, told } = stage();
  await playback.play();
  playback.pause();
  playback.setRate(2);
  playback.seek(1);
  playback.update();
  expect(told.changes).toBe(5);
});
