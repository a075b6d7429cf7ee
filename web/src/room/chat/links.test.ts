import { expect, it } from "vitest";
import { piecesOf } from "./links";

it.each([
  ["see https://example.org/a?b=c#d.", ["https://example.org/a?b=c#d"]],
  ["(http://example.org/a_(b))", ["http://example.org/a_(b)"]],
  ["https://a.example, HTTPS://b.example!", ["https://a.example", "HTTPS://b.example"]],
  ["no link: example.org, www.example.org, mailto:a@b.c", []],
  ["javascript:alert(1) data:text/html,x file:///etc/passwd", []],
  ["https://bank.example@evil.example/", []],
  ['https://example.org/"onmouseover="x', ["https://example.org/"]],
])("finds the links of %s and loses no word", (text, links) => {
  const pieces = piecesOf(text);
  expect(pieces.flatMap(({ href }) => href ?? [])).toEqual(links);
  expect(pieces.map((piece) => piece.text).join("")).toBe(text);
});
