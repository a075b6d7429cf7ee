import { expect, it, vi } from "vitest";
import { DisplayNames, numbered } from "./names";

const people = (...names: string[]) => names.map((name, n) => ({ identity: `p${n}`, name }));
const shown = (...names: string[]) => [...numbered(people(...names)).values()];

it.each([
  [
    ["Alex", "Bob", "Alex", "Alex"],
    ["Alex", "Bob", "Alex (2)", "Alex (3)"],
  ],
  [
    ["Alex", "alex ", "ＡLEX"],
    ["Alex", "alex (2)", "ＡLEX (3)"],
  ],
  [
    ["Alex", "Alex (2)", "Alex"],
    ["Alex", "Alex (2)", "Alex (3)"],
  ],
  [
    ["Alice", "Аlice", "AIice", "A1ice", "Al\u200dice", "Αlice"],
    ["Alice", "Аlice (2)", "AIice (3)", "A1ice (4)", "Al\u200dice (5)", "Αlice (6)"],
  ],
  [
    ["ALICE", "BOB", "B0B", "Emma", "Ernma", "Lila", "Ilia", "Guest 1", "Guest 2"],
    ["ALICE", "BOB", "B0B (2)", "Emma", "Ernma (2)", "Lila", "Ilia", "Guest 1", "Guest 2"],
  ],
  [
    ["Lara", "Iara", "Lana", "Iana", "Ian", "Lan", "Luca", "1uca"],
    ["Lara", "Iara", "Lana", "Iana", "Ian", "Lan", "Luca", "1uca"],
  ],
  [
    ["Iara", "lara", "LARA", "Lara"],
    ["Iara", "lara (2)", "LARA (3)", "Lara (4)"],
  ],
  [
    ["김민준", "김민준"],
    ["김민준", "김민준 (2)"],
  ],
])("shows %j as %j", (given, expected) => {
  expect(shown(...given)).toEqual(expected);
});

it("keeps a number when the first of the name is gone from the list of those seen", () => {
  const names = new DisplayNames();
  names.setArrivals(people("Alex", "Alex"));
  expect(names.of("p1", "Alex")).toBe("Alex (2)");
});

it("takes the server's order over the order of being seen", () => {
  const names = new DisplayNames();
  names.add("p1", "Alex");
  names.add("p0", "Alex");
  names.setArrivals(people("Alex", "Alex"));
  expect([names.of("p0", "Alex"), names.of("p1", "Alex")]).toEqual(["Alex", "Alex (2)"]);
});

it("follows a rename", () => {
  const names = new DisplayNames();
  names.setArrivals(people("Alice", "Guest"));
  names.add("p1", "Alice");
  expect(names.of("p1", "Guest")).toBe("Alice (2)");
});

it("leaves a stranger's name alone, and notifies only on a change", () => {
  const names = new DisplayNames();
  const heard = vi.fn();
  names.subscribe(heard);
  expect(names.of("who", "Dora")).toBe("Dora");
  names.add("p0", "Alex");
  names.add("p0", "Alex");
  expect(heard).toHaveBeenCalledOnce();
});
