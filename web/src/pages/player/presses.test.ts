import { beforeEach, expect, it } from "vitest";
import { wishOf } from "./presses";

beforeEach(() => {
  document.body.innerHTML = `<a class="when" data-moment-ms="7000"><b>0:07</b></a> <a class="cite" data-cite="a b">0:07</a>
    <svg><rect data-at="c"/></svg> <button>Print</button> <p class="said">words</p> <div data-moment-ms="0" class="zero"></div>`;
});

const click = (selector: string, more = {}) => ({
  target: document.querySelector(selector),
  button: 0,
  detail: 1,
  shiftKey: false,
  altKey: false,
  metaKey: false,
  ctrlKey: false,
  ...more,
});

it("a time plays from there, also where the click is on its letters", () => {
  expect(wishOf(click(".when b"), false)).toEqual({ kind: "moment", ms: 7000 });
  expect(wishOf(click(".zero"), false)).toEqual({ kind: "moment", ms: 0 });
});

it("a citation and a stroke of the diagram show their first segment", () => {
  expect(wishOf(click(".cite"), false)).toEqual({ kind: "cited", segment: "a" });
  expect(wishOf(click("rect"), false)).toEqual({ kind: "cited", segment: "c" });
});

it("a word is played, a button is pressed", () => {
  expect(wishOf(click(".said"), false)).toEqual({ kind: "word" });
  expect(wishOf(click("button"), false)).toBeNull();
});

it("to select text, or to open a link elsewhere, plays nothing", () => {
  expect(wishOf(click(".said"), true)).toBeNull();
  expect(wishOf(click(".said", { detail: 2 }), false)).toBeNull();
  for (const held of ["shiftKey", "altKey", "metaKey", "ctrlKey"]) {
    expect(wishOf(click(".said", { [held]: true }), false)).toBeNull();
    expect(wishOf(click(".when", { [held]: true }), false)).toBeNull();
  }
  expect(wishOf(click(".said", { button: 1 }), false)).toBeNull();
  expect(wishOf({ ...click(".said"), target: null }, false)).toBeNull();
});
