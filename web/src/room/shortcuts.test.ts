import { expect, it } from "vitest";
import { actionOf, type Press, SHORTCUTS } from "./shortcuts";

const press = (key: string, change: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  target: document.body,
  ...change,
});

it.each(SHORTCUTS)("$key means $action", ({ key, action }) => {
  expect(actionOf(press(key))).toBe(action);
});

it("gives every key one meaning", () => {
  expect(new Set(SHORTCUTS.map(({ key }) => key)).size).toBe(SHORTCUTS.length);
});

it("does not care about capitals", () => {
  expect(actionOf(press("m"))).toBe("mic");
});

it.each(["ctrlKey", "metaKey", "altKey"] as const)("leaves keys with %s to the browser", (modifier) => {
  expect(actionOf(press("m", { [modifier]: true }))).toBeNull();
});

it("does not toggle on and on while a key is held", () => {
  expect(actionOf(press("m", { repeat: true }))).toBeNull();
});

it.each(["input", "textarea", "select", "dialog"])("leaves keys typed in a %s alone", (tag) => {
  expect(actionOf(press("m", { target: document.createElement(tag) }))).toBeNull();
});

it("leaves keys inside a menu to the menu", () => {
  const menu = document.createElement("div");
  menu.setAttribute("role", "menu");
  const item = menu.appendChild(document.createElement("button"));
  expect(actionOf(press("m", { target: item }))).toBeNull();
});

it("knows nothing of other keys", () => {
  expect(actionOf(press("x"))).toBeNull();
});
