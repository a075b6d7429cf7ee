import { expect, it } from "vitest";
import { escaped, markdownOf } from "./markdown";

const PAGE = `
  <p class="source"><span>In people’s own words</span> <span>Picked from the transcript.</span></p>
  <section><h2>Summary</h2><div class="prose"><p>We met.</p><p>We agreed.</p></div></section>
  <section><h2>Decisions</h2><ul><li>Ship in May. 
    <a class="cite"><span class="pl-visually-hidden">Said by Bob at </span>0:07</a> <a class="cite">1:02</a></li></ul></section>
  <section><h2>Action items</h2><ul><li><p>Write the note</p><p class="task__facts">
    <span><span class="task__label">Owner</span> Bob</span> <span><span class="task__label">Due</span> 8 May</span></p></li></ul></section>
  <section class="report"><h2>Your report</h2><p>Private words.</p></section>
  <section><h2>Talk time</h2><table><thead><tr><th>Name</th></tr></thead>
    <tbody><tr><th>Bob</th><td><svg></svg></td><td>12 s</td><td>60 %</td></tr></tbody></table></section>`;

function written(): string {
  const root = document.createElement("div");
  root.innerHTML = PAGE;
  return markdownOf("Weekly", "22 November", root);
}

it("writes sections, lists, owners and talk time, and where they come from", () => {
  expect(written()).toBe(`# Weekly

22 November

## Summary

We met.

We agreed.

## Decisions

- Ship in May. (0:07) (1:02)

## Action items

- Write the note
  Owner Bob; Due 8 May

## Talk time

- Bob: 12 s, 60 %

_In people’s own words Picked from the transcript._
`);
});

it("never copies the reader's private report", () => {
  expect(written()).not.toContain("Private");
});

it.each([
  ["# 1 priority", "\\# 1 priority"],
  ["1. first, 2. second", "1\\. first, 2. second"],
  ["7) is a smile", "7\\) is a smile"],
  ["- and -", "\\- and -"],
  ["--- ", "\\--- "],
  ["*really* __init__ `rm -rf`", "\\*really\\* \\_\\_init\\_\\_ \\`rm -rf\\`"],
  ["<img src=x> &amp; a > b", "\\<img src=x\\> \\&amp; a \\> b"],
  ["![x](http://e.org) [y](z)", "!\\[x\\](http://e.org) \\[y\\](z)"],
  ["a | b ~~c~~ C:\\x", "a \\| b \\~\\~c\\~\\~ C:\\\\x"],
  ["3.5 km at 10.30", "3.5 km at 10.30"],
  ["It cost 5 euros, didn't it?", "It cost 5 euros, didn't it?"],
])("writes %j as %j, so that it is read as it was said", (said, written) => {
  expect(escaped(said)).toBe(written);
});

it("escapes what people are called and said, and the name of the meeting", () => {
  const root = document.createElement("div");
  root.innerHTML = `<section><h2>Decisions</h2><ul><li># not a heading</li></ul></section>
    <section><table><tbody><tr><th>*Bob*</th><td>12 s</td></tr></tbody></table></section>`;
  expect(markdownOf("[Q3] plan", "", root)).toBe(
    "# \\[Q3\\] plan\n\n## Decisions\n\n- \\# not a heading\n\n- \\*Bob\\*: 12 s\n",
  );
});
