import { expect, it, vi } from "vitest";
import { Names, numbered } from "./names";

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
    ["김민준", "김민준"],
    ["김민준", "김민준 (2)"],
  ],
])("shows %j as %j", (given, expected) => {
  expect(shown(...given)).toEqual(expected);
});

it("keeps a number when the first of the name is gone from the list of those seen", () => {
  const names = new Names();
  names.arrived(people("Alex", "Alex"));
  expect(names.of("p1", "Alex")).toBe("Alex (2)");
});

it("takes the server's order over the order of being seen", () => {
  const names = new Names();
  names.see("p1", "Alex");
  names.see("p0", "Alex");
  names.arrived(people("Alex", "Alex"));
  expect([names.of("p0", "Alex"), names.of("p1", "Alex")]).toEqual(["Alex", "Alex (2)"]);
});

it("follows a rename", () => {
  const names = new Names();
  names.arrived(people("Alice", "Guest"));
  names.see("p1", "Alice");
  expect(names.of("p1", "Guest")).toBe("Alice (2)");
});

it("leaves a stranger's name alone, and notifies only on a change", () => {
  const names = new Names();
  const heard = vi.fn();
  names.subscribe(heard);
  expect(names.of("who", "Dora")).toBe("Dora");
  names.see("p0", "Alex");
  names.see("p0", "Alex");
  expect(heard).toHaveBeenCalledOnce();
});
