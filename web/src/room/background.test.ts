import { type LocalTrack, Track } from "livekit-client";
import { beforeEach, expect, it } from "vitest";
import { Background, BlurFailed, BlurNews, blurWords } from "./background";
import { type Deferred, deferred, FakeTrack, settle } from "./fakeRoom";

const asTrack = (track: FakeTrack): LocalTrack => track as unknown as LocalTrack;
const camera = (): LocalTrack => asTrack(new FakeTrack(Track.Source.Camera));

let isSupported: boolean;
let begun: { track: LocalTrack; answer: Deferred<void>; picture: (ms: number) => void }[];
let background: Background;
beforeEach(() => {
  isSupported = true;
  begun = [];
  background = new Background({
    isSupported: () => isSupported,
    blur: (track, picture) => {
      const answer = deferred<void>();
      begun.push({ track, answer, picture });
      return answer.promise;
    },
  });
});

/** Switches it on and blurs one track. */
async function blurred(): Promise<LocalTrack> {
  const track = camera();
  background.want(true);
  const ready = background.prepare(track);
  begun.at(-1)?.answer.resolve();
  await ready;
  return track;
}

it("leaves a camera as it is until the blur is switched on", async () => {
  await background.prepare(camera());
  expect([begun.length, background.state()]).toEqual([0, "off"]);
});

it("is ready no sooner than the pictures are blurred", async () => {
  background.want(true);
  let isReady = false;
  const ready = background.prepare(camera()).then(() => {
    isReady = true;
  });
  await settle();
  expect([isReady, background.state()]).toEqual([false, "starting"]);
  begun[0]?.answer.resolve();
  await ready;
  expect(background.state()).toBe("on");
});

it("blurs a track once, whoever asks", async () => {
  const track = await blurred();
  await background.prepare(track);
  expect(begun.length).toBe(1);
});

it("leaves microphones and screens alone", async () => {
  background.want(true);
  await background.prepare(asTrack(new FakeTrack(Track.Source.ScreenShare)));
  expect(begun.length).toBe(0);
});

it("shows no camera whose background it cannot blur", async () => {
  background.want(true);
  const ready = background.prepare(camera());
  begun[0]?.answer.reject(new Error("no memory"));
  await expect(ready).rejects.toBeInstanceOf(BlurFailed);
  expect(background.state()).toBe("failed");
});

it("says at once that a browser cannot, and shows no camera either", async () => {
  isSupported = false;
  background.want(true);
  expect(background.state()).toBe("unsupported");
  await expect(background.prepare(camera())).rejects.toBeInstanceOf(BlurFailed);
  expect(background.state()).toBe("unsupported");
});

it("a failure that comes after it was switched off changes nothing", async () => {
  background.want(true);
  const ready = background.prepare(camera());
  background.want(false);
  begun[0]?.answer.reject(new Error("no memory"));
  await expect(ready).rejects.toBeInstanceOf(BlurFailed);
  expect(background.state()).toBe("off");
});

it("says when the machine is slow, and when it is no longer", async () => {
  await blurred();
  const picture = begun[0]?.picture ?? (() => undefined);
  for (let n = 0; n < 29; n += 1) picture(200);
  expect(background.state()).toBe("on");
  picture(200);
  expect(background.state()).toBe("slow");
  for (let n = 0; n < 30; n += 1) picture(20);
  expect(background.state()).toBe("on");
});

it("stays what it was while the machine is neither slow nor fast", async () => {
  await blurred();
  const pictures = (ms: number): void => {
    for (let n = 0; n < 30; n += 1) begun[0]?.picture(ms);
  };
  pictures(70);
  expect(background.state()).toBe("on");
  pictures(90);
  pictures(70);
  expect(background.state()).toBe("slow");
});

it("tells nothing of a track that was given up for a later one", async () => {
  background.want(true);
  const first = background.prepare(camera());
  const second = background.prepare(camera());
  begun[1]?.answer.resolve();
  await second;
  begun[0]?.answer.reject(new Error("closed"));
  await expect(first).rejects.toBeInstanceOf(BlurFailed);
  expect(background.state()).toBe("on");
});

it("tells of slowness once, until it is switched on again", () => {
  const news = new BlurNews("on");
  const told = (["slow", "on", "slow", "starting", "on", "slow", "off", "starting", "on", "slow"] as const).map(
    (state) => news.of(state) !== "",
  );
  expect(told).toEqual([true, false, false, false, false, false, false, false, false, true]);
});

it("tells of each failure, and of no state twice", () => {
  const news = new BlurNews("starting");
  const told = (["failed", "failed", "starting", "failed"] as const).map((state) => news.of(state) !== "");
  expect(told).toEqual([true, false, false, true]);
});

it("has words for what the person has to know", () => {
  expect(blurWords("failed")).toContain("your camera stays off");
  expect(blurWords("on")).toBe("");
});
