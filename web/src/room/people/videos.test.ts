import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keyOf, medianInterval, Subscriptions, spoken, VideoBudget, withVideo } from "./videos";

const shown = (...names: string[]) => names.map((identity) => ({ identity, isAlways: identity === "me" }));

describe("videos", () => {
  it("are of who spoke last, and then by place", () => {
    expect([...withVideo(shown("me", ..."abcde"), ["d", "x"], 3)]).toEqual(["me", "d", "a", "b"]);
  });

  it("are of all where there are few", () => {
    expect(withVideo(shown("me", "a", "b"), [], 49).size).toBe(3);
  });

  it("are of oneself alone where none is wanted", () => {
    expect([...withVideo(shown("me", "a", "b"), ["a"], 0)]).toEqual(["me"]);
  });

  it("keep their places while the same few speak", () => {
    const before = withVideo(shown(..."abcdef"), ["e", "f"], 3);
    expect(withVideo(shown(..."abcdef"), spoken(["e", "f"], ["f"]), 3)).toEqual(before);
  });
});

describe("who spoke", () => {
  it("comes first, once", () => {
    expect(spoken(["a", "b"], ["b"])).toEqual(["b", "a"]);
  });

  it("is the same list where nothing changes", () => {
    const before = ["a", "b"];
    expect(spoken(before, ["a"])).toBe(before);
    expect(spoken(before, [])).toBe(before);
  });

  it("is forgotten beyond a full page", () => {
    const many = Array.from({ length: 60 }, (_, n) => String(n));
    expect(spoken(many, ["x"])).toHaveLength(49);
  });
});

describe("the budget", () => {
  it.each([
    [2, 9],
    [4, 16],
    [8, 25],
  ])("begins with what %i cores can", (cores, most) => {
    expect(new VideoBudget(cores).most).toBe(most);
  });

  it("shrinks as soon as the page stutters, down to four", () => {
    const budget = new VideoBudget(2);
    expect(budget.take(60)).toBe(true);
    expect(budget.most).toBe(4);
    expect(budget.take(60)).toBe(false);
  });

  it("grows after the page has run well for a while, up to a full page", () => {
    const budget = new VideoBudget(8);
    expect([budget.take(17), budget.take(17), budget.most]).toEqual([false, true, 49]);
    for (let n = 0; n < 9; n += 1) expect(budget.take(17)).toBe(false);
  });

  it("waits longer after each time that was too much", () => {
    const budget = new VideoBudget(4);
    budget.take(60);
    const steps = Array.from({ length: 4 }, () => budget.take(17));
    expect(steps).toEqual([false, false, false, true]);
  });

  it("stays where the page is neither slow nor fast", () => {
    const budget = new VideoBudget(4);
    for (let n = 0; n < 9; n += 1) expect(budget.take(40)).toBe(false);
  });
});

it("takes the median time between frames", () => {
  expect(medianInterval([0, 16, 32, 132, 148])).toBe(16);
  expect(medianInterval([5])).toBeNull();
});

it("who is shown is the same in whatever order they spoke", () => {
  expect(keyOf(new Set(["b", "a"]))).toBe(keyOf(["a", "b"]));
  expect(keyOf(["a"])).not.toBe(keyOf(["a", "b"]));
});

describe("subscriptions", () => {
  class Video {
    isDesired = true;
    setSubscribed(on: boolean): void {
      this.isDesired = on;
    }
  }
  let videos: [Video, Video];
  let subscriptions: Subscriptions<Video>;
  const want = (...wanted: Video[]): void => subscriptions.set(videos, (each) => wanted.includes(each));
  beforeEach(() => {
    vi.useFakeTimers();
    videos = [new Video(), new Video()];
    subscriptions = new Subscriptions(5_000);
  });
  afterEach(() => vi.useRealTimers());

  it("end some time after they were wanted last, also where what else is wanted changes all the while", () => {
    const [first, second] = videos;
    for (let at = 0; at < 5_000; at += 1_000) {
      want(...(at % 2_000 === 0 ? [second] : []));
      expect(first.isDesired).toBe(true);
      vi.advanceTimersByTime(1_000);
    }
    expect([first.isDesired, second.isDesired]).toEqual([false, true]);
  });

  it("stay where they are wanted again in time, and come back at once later", () => {
    const [first] = videos;
    want();
    vi.advanceTimersByTime(4_000);
    want(first);
    vi.advanceTimersByTime(60_000);
    expect(first.isDesired).toBe(true);
    want();
    vi.advanceTimersByTime(5_000);
    expect(first.isDesired).toBe(false);
    want(first);
    expect(first.isDesired).toBe(true);
  });

  it("are left alone after the end", () => {
    want();
    subscriptions.stop();
    vi.advanceTimersByTime(60_000);
    expect(videos.map(({ isDesired }) => isDesired)).toEqual([true, true]);
  });
});
