import { describe, expect, it } from "vitest";
import { type Media, Voices } from "./voices";

class FakeMedia implements Media {
  currentTime = 0;
  playbackRate = 1;
  duration = 60;
  paused = true;
  ended = false;
  readonly #listeners = new Map<string, (() => void)[]>();

  async play(): Promise<void> {
    this.paused = false;
  }
  pause(): void {
    this.paused = true;
  }
  addEventListener(type: string, listener: () => void): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }
  fire(type: string): void {
    for (const listener of this.#listeners.get(type) ?? []) listener();
  }
}

function stage() {
  const mix = new FakeMedia();
  const files = new Map<string, FakeMedia>();
  const told = { changes: 0 };
  const open = (source: string): FakeMedia => {
    const file = new FakeMedia();
    files.set(source, file);
    return file;
  };
  const file = (source: string): FakeMedia => files.get(source) as FakeMedia;
  return { mix, file, files, told, voices: new Voices(mix, open, () => (told.changes += 1)) };
}

describe("chosen speakers", () => {
  it("go on where the mix was, at its speed, and the mix is silent", async () => {
    const { mix, file, voices } = stage();
    voices.setRate(1.5);
    await voices.play();
    mix.currentTime = 12;
    await voices.choose(["a", "b"]);
    expect(mix.paused).toBe(true);
    for (const each of [file("a"), file("b")])
      expect(each).toMatchObject({ currentTime: 12, playbackRate: 1.5, paused: false });
  });

  it("are opened once, and the mix comes back", async () => {
    const { mix, files, voices } = stage();
    await voices.choose(["a"]);
    await voices.choose([]);
    await voices.choose(["a"]);
    expect(files.size).toBe(1);
    await voices.choose([]);
    voices.seek(5000);
    expect(mix.currentTime).toBe(5);
  });

  it("that run apart are brought together: unheard when near, at once when far", async () => {
    const { file, voices } = stage();
    await voices.choose(["a", "b", "c", "d"]);
    [10, 10.02, 10.2, 14].forEach((at, n) => {
      file("abcd".charAt(n)).currentTime = at;
    });
    voices.align();
    expect(["b", "c", "d"].map((name) => file(name).playbackRate)).toEqual([1, 0.94, 1]);
    expect(file("d").currentTime).toBe(10);
  });

  it("wait for the one that has no data, and go on with it", async () => {
    const { file, voices } = stage();
    await voices.choose(["a", "b"]);
    await voices.play();
    file("a").fire("waiting");
    expect(file("b").paused).toBe(true);
    file("a").fire("playing");
    expect(file("b").paused).toBe(false);
  });

  it("that are not the first tell nothing", async () => {
    const { file, voices, told } = stage();
    await voices.choose(["a", "b"]);
    const before = told.changes;
    file("b").fire("pause");
    expect(told.changes).toBe(before);
    file("a").fire("pause");
    expect(told.changes).toBe(before + 1);
  });
});

it("the length is unknown until the file is read", () => {
  const { mix, voices } = stage();
  mix.duration = Number.NaN;
  expect(voices.durationMs).toBe(0);
  mix.duration = 2.5;
  expect(voices.durationMs).toBe(2500);
});
