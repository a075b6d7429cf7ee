import { beforeEach, describe, expect, it } from "vitest";
import { findIn, places } from "./find";

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
