import { expect, it } from "vitest";
import { ApiError, type RightsView, type Role, type RoomForViewer, type RoomSettingsView } from "../api";
import { linkHere } from "./link";
import { ROLE } from "./people/person";
import { Rights } from "./rights";

const COHOST: RightsView = { may: ["mute_others"], over: { mute_others: ["participant", "guest"] } };
const NOBODY: RightsView = { may: [], over: {} };
const SETTINGS = { locked: false } as RoomSettingsView;
const OPEN = { settings: SETTINGS, link: null };
const SLUG = "aaa-bbbb-ccc";
const roomFor = (rights: RightsView, link: string | null = null) =>
  ({
    viewer: { rights },
    settings: SETTINGS,
    slug: SLUG,
    type: "instant",
    link,
    permanent_slug: null,
  }) as RoomForViewer;
const person = (role: Role) => ({ attributes: { [ROLE]: role } });

it("gives what the server says, and nothing else", () => {
  const rights = new Rights(COHOST, OPEN, async () => roomFor(NOBODY));
  expect(rights.may("mute_others")).toBe(true);
  expect(rights.may("give_roles")).toBe(false);
});

it("gives a right over people by their role", () => {
  const rights = new Rights(COHOST, OPEN, async () => roomFor(NOBODY));
  expect(rights.over("mute_others", person("guest"))).toBe(true);
  expect(rights.over("mute_others", person("host"))).toBe(false);
  expect(rights.over("give_roles", person("guest"))).toBe(false);
});

it("takes them back when the server does", async () => {
  const rights = new Rights(COHOST, OPEN, async () => roomFor(NOBODY));
  let told = 0;
  rights.subscribe(() => {
    told += 1;
  });
  await rights.refresh();
  expect([rights.may("mute_others"), told]).toEqual([false, 1]);
});

it("ignores an answer that a later one has overtaken", async () => {
  const answers: ((room: RoomForViewer) => void)[] = [];
  const rights = new Rights(NOBODY, OPEN, () => new Promise((resolve) => answers.push(resolve)));
  const both = [rights.refresh(), rights.refresh()];
  answers[1]?.(roomFor(COHOST));
  answers[0]?.(roomFor(NOBODY));
  await Promise.all(both);
  expect(rights.may("mute_others")).toBe(true);
});

it("has the link passed on that the room has now", async () => {
  document.body.innerHTML = `<div id="room" data-slug="${SLUG}" data-link="old"></div>`;
  const rights = new Rights(COHOST, OPEN, async () => roomFor(COHOST, "new"));
  await rights.refresh();
  expect([linkHere(), rights.link]).toEqual([`${location.origin}/r/new`, "new"]);
});

it("keeps what it has when the server refuses", async () => {
  const problem = { type: "about:blank", title: "", status: 503, detail: "" };
  const rights = new Rights(COHOST, OPEN, () => Promise.reject(new ApiError(problem)));
  await rights.refresh();
  expect(rights.may("mute_others")).toBe(true);
});
