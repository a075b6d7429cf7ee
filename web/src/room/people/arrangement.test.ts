import { expect, it } from "vitest";
import { largeTiles, lastToSpeak, onlyTile, SPOTLIGHT, spotlit, type Tile, type Wishes } from "./arrangement";

const tile = (identity: string, isShare = false): Tile => ({ identity, isShare });
const people = ["me", "ann", "bob"].map((identity) => tile(identity));
const shares = ["ann", "bob"].map((identity) => tile(identity, true));
const NONE: Wishes = { layout: "auto", pinned: undefined, spotlight: "", speaker: "" };
const large = (tiles: Tile[], change: Partial<Wishes> = {}) =>
  largeTiles(tiles, (each) => each, { ...NONE, ...change }).map((each) => each.identity + (each.isShare ? "'s" : ""));

it("is a grid while nobody is to be large", () => {
  expect(large(people)).toEqual([]);
});

it("shows two shared screens beside each other, and no third", () => {
  expect(large([...people, ...shares, tile("me", true)])).toEqual(["ann's", "bob's"]);
});

it("stays a grid for who wants one, whatever is shared", () => {
  expect(large([...people, ...shares], { layout: "grid" })).toEqual([]);
});

it("shows the spotlight in every layout, beside a shared screen", () => {
  expect(large(people, { layout: "grid", spotlight: "bob" })).toEqual(["bob"]);
  expect(large([...people, ...shares], { spotlight: "bob" })).toEqual(["bob", "ann's"]);
});

it("gives one's own pin the first place", () => {
  const all = [...people, ...shares];
  expect(large(all, { pinned: tile("ann"), spotlight: "bob" })).toEqual(["ann"]);
  expect(large(all, { pinned: tile("bob", true), spotlight: "bob" })).toEqual(["bob's"]);
});

it("forgets a pin and a spotlight whose person is gone", () => {
  expect(large(people, { pinned: tile("eve"), spotlight: "eve" })).toEqual([]);
});

it("shows who spoke last, and somebody else than oneself before anybody did", () => {
  expect(large(people, { layout: "speaker", speaker: "ann" })).toEqual(["ann"]);
  expect(large(people, { layout: "speaker" })).toEqual(["bob"]);
  expect(large([tile("me")], { layout: "speaker" })).toEqual([]);
});

it("takes the latest spotlight, and no value that is no time", () => {
  const person = (identity: string, at: string) => ({ identity, attributes: { [SPOTLIGHT]: at } });
  expect(spotlit([person("ann", "2026-01-01T00:00:02Z"), person("bob", "2026-01-01T00:00:01Z")])).toBe("ann");
  expect(spotlit([person("eve", "soon"), { identity: "me", attributes: {} }])).toBe("");
});

const only = (tiles: Tile[], change: Partial<Wishes> = {}) => {
  const found = onlyTile(tiles, (each) => each, { ...NONE, ...change });
  return found && found.identity + (found.isShare ? "'s" : "");
};

it("has one tile for a small window, as the stage decides", () => {
  expect(only([...people, ...shares], { pinned: tile("bob") })).toBe("bob");
  expect(only([...people, ...shares], { spotlight: "bob" })).toBe("bob");
  expect(only([...people, ...shares])).toBe("ann's");
});

it("has the speaker in a small window while the stage is a grid, and oneself while alone", () => {
  expect(only(people, { layout: "grid", speaker: "ann" })).toBe("ann");
  expect(only(people)).toBe("bob");
  expect(only([tile("me")])).toBe("me");
  expect(only([])).toBeUndefined();
});

it("knows who spoke last", () => {
  const ann = { identity: "ann", lastSpokeAt: new Date(2_000) };
  const bob = { identity: "bob", lastSpokeAt: new Date(1_000) };
  expect(lastToSpeak([{ identity: "me" }, ann, bob])).toBe("ann");
  expect(lastToSpeak([{ identity: "me" }])).toBe("");
});
