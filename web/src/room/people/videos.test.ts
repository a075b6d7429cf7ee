import { describe, expect, it } from "vitest";
import { medianInterval, spoken, VideoBudget, withVideo } from "./videos";

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
