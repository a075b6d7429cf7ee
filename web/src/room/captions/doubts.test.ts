import { expect, it } from "vitest";
import { doubtsOf, partsOf, wordsOfStream } from "./doubts";

const heard = (text: string, ...low: string[]) =>
  text.split(" ").map((word) => ({ word, confidence: low.includes(word) ? 0.2 : 0.9 }));

const marked = (text: string, words = heard(text)) => doubtsOf(text, words)?.map(([from, to]) => text.slice(from, to));

it("marks the words of low confidence, neighbours together", () => {
  const text = "we met mister quigley at noon noon";
  expect(marked(text, heard(text, "mister", "quigley", "noon"))).toEqual(["mister quigley", "noon noon"]);
});

it("finds words between punctuation", () => {
  expect(marked("Yes, \u201cnoon\u201d!", heard("Yes noon", "noon"))).toEqual(["noon"]);
});

it("finds the words of scripts without spaces", () => {
  const words = [
    { word: "\u4eca\u65e5", confidence: 0.9 },
    { word: "\u306f", confidence: 0.1 },
  ];
  expect(marked("\u4eca\u65e5\u306f", words)).toEqual(["\u306f"]);
});

it.each([
  ["none", "hello", []],
  ["fewer", "hello there", heard("hello")],
  ["a corrected text", "hello Ann", heard("hello and")],
  ["none at the beginning", "oh hello", heard("hello")],
  ["no confidence", "hello", [{ word: "hello", confidence: null }]],
])("knows nothing of words that are not those of the text: %s", (_what, text, words) => {
  expect(doubtsOf(text, words)).toBeNull();
});

it("cuts a text without losing any of it", () => {
  const parts = partsOf("say it again", [
    [0, 3],
    [7, 12],
  ]);
  expect(parts.map(({ text }) => text)).toEqual(["say", " it ", "again"]);
  expect(parts.map(({ isDoubtful }) => isDoubtful)).toEqual([true, false, true]);
});

it.each([undefined, "", "{", "7", '{"a":1}', "[1,[2],null]"])("reads no words from %j", (json) => {
  expect(wordsOfStream(json)).toEqual([]);
});

it("reads words, with or without confidence", () => {
  expect(wordsOfStream('[["a",0,1,0.5],["b",1,2,null]]')).toEqual([
    { word: "a", confidence: 0.5 },
    { word: "b", confidence: null },
  ]);
});
