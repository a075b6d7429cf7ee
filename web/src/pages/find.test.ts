import { beforeEach, describe, expect, it } from "vitest";
import { Finder, type Found, findIn, inUnits, places, type Searched } from "./find";

describe("places", () => {
  it.each([
    [
      "The launch, the Launch",
      "launch",
      [
        [4, 10],
        [16, 22],
      ],
    ],
    ["Über die Straße", "uber", [[0, 4]]],
    ["cafe\u0301 au lait", "café", [[0, 4]]],
    ["ﬁnal", "nal", [[1, 4]]],
    [
      "aaaa",
      "aa",
      [
        [0, 2],
        [2, 4],
      ],
    ],
    ["a.b", ".", [[1, 2]]],
    ["anything", "  ", []],
  ])("in %j for %j", (text, query, found) => {
    expect(places(text, query)).toEqual(found);
  });
});

describe("the server's marks", () => {
  it("are counted in letters, and letters may be of two units", () => {
    expect(
      inUnits("👍 yes 👍", [
        { start: 2, end: 5 },
        { start: 6, end: 7 },
      ]),
    ).toEqual([
      [3, 6],
      [7, 9],
    ]);
  });
});

describe("the finder", () => {
  const TEXTS = [
    ["a", "We shipped in May."],
    ["b", "Shipping is fun."],
    ["c", "A ship."],
  ] as const;
  let answer: (found: Found) => void;
  let asked: string[];
  let paused: (() => void) | null;
  let finder: Finder;

  beforeEach(() => {
    asked = [];
    paused = null;
    const searched: Searched = {
      segments: () => TEXTS,
      ask: (query) => {
        asked.push(query);
        return new Promise((resolve) => {
          answer = resolve;
        });
      },
      after: (_, then) => {
        paused = then;
        return () => {
          paused = null;
        };
      },
      show: () => undefined,
    };
    finder = new Finder(searched);
  });
  const found = (more = false): Found => ({
    found: [
      { segment_id: "a", marked: [{ start: 3, end: 10 }] },
      { segment_id: "b", marked: [{ start: 0, end: 8 }] },
      { segment_id: "c", marked: [{ start: 2, end: 6 }] },
    ],
    more,
  });

  it("has what is on the page at once, and every form when the server answers", async () => {
    finder.search("shipped");
    expect(finder.matches.map(({ segment }) => segment)).toEqual(["a"]);
    paused?.();
    answer(found());
    await Promise.resolve();
    await Promise.resolve();
    expect(finder.matches.map(({ segment }) => segment)).toEqual(["a", "b", "c"]);
  });

  it("asks only after a pause, and leaves an answer that comes too late", async () => {
    finder.search("shipp");
    finder.search("shipped");
    paused?.();
    expect(asked).toEqual(["shipped"]);
    const late = answer;
    finder.search("fun");
    late(found());
    await Promise.resolve();
    expect(finder.matches.map(({ segment }) => segment)).toEqual(["b"]);
  });

  it("stays where somebody has gone to", async () => {
    finder.search("shipping");
    finder.go(1);
    paused?.();
    answer({ ...found(), found: found().found });
    await Promise.resolve();
    await Promise.resolve();
    expect(finder.words).toBe("2 of 3");
  });

  it("goes round both ends, and says that there are more", async () => {
    finder.search("ship");
    paused?.();
    answer(found(true));
    await Promise.resolve();
    await Promise.resolve();
    expect(finder.words).toBe("3+ found");
    expect([finder.go(-1)?.segment, finder.go(1)?.segment]).toEqual(["c", "a"]);
  });
});

describe("the search field", () => {
  beforeEach(() => {
    document.body.innerHTML = `
      <section><input data-find><p data-find-count></p>
      <span data-segment="a">We ship in May.</span><span data-segment="b">May it be.</span></section>`;
    Element.prototype.scrollIntoView = () => undefined;
    findIn(document.querySelector("section") as HTMLElement);
  });
  const field = () => document.querySelector("input") as HTMLInputElement;
  const told = () => document.querySelector("[data-find-count]")?.textContent;
  const type = (text: string) => {
    field().value = text;
    field().dispatchEvent(new Event("input"));
  };

  it("tells how many places there are", () => {
    type("may");
    expect(told()).toBe("2 found");
  });

  it("goes round with Enter", () => {
    type("may");
    const presses = ["1 of 2", "2 of 2", "1 of 2"].map((words) => {
      field().dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
      return [told(), words];
    });
    for (const [was, expected] of presses) expect(was).toBe(expected);
  });

  it("says when there is none, and nothing when nothing is asked", () => {
    type("june");
    expect(told()).toBe("Not found");
    type("");
    expect(told()).toBe("");
  });
});
