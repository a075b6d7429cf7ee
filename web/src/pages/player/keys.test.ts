import { beforeEach, expect, it } from "vitest";
import { commandOf, KEYS } from "./keys";

const press = (key: string, target: Element | null = null, more = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  defaultPrevented: false,
  target,
  ...more,
});

const at = (selector: string) => document.querySelector(selector);

beforeEach(() => {
  document.body.innerHTML = `<input type="search"><input type="checkbox"><textarea></textarea><button>Print</button>
    <p contenteditable="true"><b>x</b></p><a href="#x">0:07</a><div role="slider"></div><p class="said">words</p>`;
});

it("keys play, jump and change the speed", () => {
  expect([" ", "K", "j", "L", "ArrowLeft", "ArrowRight", "<", ">"].map((key) => commandOf(press(key)))).toEqual([
    "toggle",
    "toggle",
    "back",
    "forward",
    "back-5",
    "forward-5",
    "slower",
    "faster",
  ]);
});

it.each(["input[type=search]", "textarea", "b"])("in %s every key is typed", (selector) => {
  for (const { keys } of KEYS) for (const key of keys) expect(commandOf(press(key, at(selector)))).toBeNull();
});

it("the space bar presses what has the focus, the arrows move it", () => {
  for (const selector of ["button", "a", "input[type=checkbox]"])
    expect(commandOf(press(" ", at(selector)))).toBeNull();
  expect(commandOf(press("ArrowLeft", at("[role=slider]")))).toBeNull();
  expect(commandOf(press("k", at("button")))).toBe("toggle");
  expect(commandOf(press(" ", at(".said")))).toBe("toggle");
});

it("the browser's own combinations are left to it", () => {
  for (const held of ["ctrlKey", "metaKey", "altKey", "defaultPrevented"])
    expect(commandOf(press("k", null, { [held]: true }))).toBeNull();
});
