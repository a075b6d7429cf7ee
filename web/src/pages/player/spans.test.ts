import { describe, expect, it } from "vitest";
import { spanAtPlace, spansOf } from "./spans";

/** The words of a text, each half a second long. */
const timed = (text: string) =>
  text
    .split(" ")
    .filter((word) => word !== "")
    .map((word, n) => ({ word, start_ms: n * 500, end_ms: n * 500 + 400 }));

const laid = (text: string, words: string, endMs = 10_000) =>
  spansOf(text, timed(words), 0, endMs).map(({ from, to, startMs }) => [text.slice(from, to), startMs]);

describe("words", () => {
  it("keep their times through case and punctuation", () => {
    expect(laid("Shall we, then, keep April?", "shall we then keep april")).toEqual([
      ["Shall", 0],
      ["we", 500],
      ["then", 1000],
      ["keep", 1500],
      ["April", 2000],
    ]);
  });

  it("around a correction keep theirs, and the corrected share the time between", () => {
    const found = laid("We use Grafana Loki for logs", "we use graphene a low key for logs");
    expect(found.map(([word]) => word)).toEqual(["We", "use", "Grafana", "Loki", "for", "logs"]);
    expect(found.slice(0, 2)).toEqual([
      ["We", 0],
      ["use", 500],
    ]);
    expect(found.slice(-2)).toEqual([
      ["for", 3000],
      ["logs", 3500],
    ]);
  });

  it("of a script without spaces are the engine's", () => {
    expect(laid("我们下周发布。", "我们 下周 发布")).toEqual([
      ["我们", 0],
      ["下周", 500],
      ["发布", 1000],
    ]);
  });

  it("without times share the segment's by their lengths", () => {
    expect(laid("one three", "", 800)).toEqual([
      ["one", 0],
      ["three", 300],
    ]);
  });

  it.each(["", "…", "🙂 — 🙂", "\u200b", "ไม่เป็นไร", "e\u0301 𝒳 é", "a b ".repeat(300)])(
    "of any text stay in it and in order, whatever was heard",
    (text) => {
      for (const words of ["", "…", "b a b", "é", "🙂 x", "a b a"]) {
        const spans = spansOf(text, timed(words), 0, 5000);
        spans.forEach(({ from, to, startMs, endMs }, n) => {
          expect(from).toBeGreaterThanOrEqual(spans[n - 1]?.to ?? 0);
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual(text.length);
          expect(endMs).toBeGreaterThanOrEqual(startMs);
        });
      }
    },
  );
});

it("a place between words belongs to the word before", () => {
  const spans = spansOf("One two.", timed("one two"), 0, 1000);
  expect([0, 3, 4, 7].map((place) => spanAtPlace(spans, place)?.startMs)).toEqual([0, 0, 500, 500]);
  expect(spanAtPlace([], 0)).toBeNull();
});
