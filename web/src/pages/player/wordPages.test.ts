import { expect, it } from "vitest";
import type { SegmentView } from "../../api";
import { WordPages } from "./wordPages";

const WORDS = [{ word: "yes", start_ms: 0, end_ms: 400, confidence: 0.9 }];
const segment = (seq: number) => ({ id: `s${seq}`, seq, words: WORDS }) as unknown as SegmentView;

function stage(fails = 0) {
  const asked: [number, number][] = [];
  const pages = new WordPages(async (after, limit) => {
    asked.push([after, limit]);
    if (asked.length <= fails) throw new Error("away");
    return [segment(after + 1), segment(after + 2)];
  });
  return { asked, pages };
}

it("a page is fetched when a segment of it is needed, and once", async () => {
  const { asked, pages } = stage();
  expect(pages.known("s100")).toBeNull();
  await Promise.all([pages.of("s100", 100), pages.of("s101", 101)]);
  expect(await pages.of("s100", 100)).toBe(WORDS);
  expect(pages.known("s101")).toBe(WORDS);
  expect(asked).toEqual([[99, 100]]);
});

it("a segment that is gone has no words", async () => {
  expect(await stage().pages.of("other", 5)).toEqual([]);
});

it("what failed is tried again", async () => {
  const { asked, pages } = stage(1);
  expect(await pages.of("s0", 0)).toEqual([]);
  expect(await pages.of("s0", 0)).toBe(WORDS);
  expect(asked.length).toBe(2);
});

it("after a change everything is fetched anew", async () => {
  const { asked, pages } = stage();
  await pages.of("s0", 0);
  pages.clear();
  await pages.of("s0", 0);
  expect(asked.length).toBe(2);
});
