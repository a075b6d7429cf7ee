import { expect, test } from "vitest";
import type { RoomForViewer } from "./api";
import { ACCESS, changesOf, chosenIn, doorsOf, ENTRY, linkChange, lobbyBeside, RIGHTS, type Who } from "./doors";

const settings = {
  ...Object.fromEntries([...ENTRY, ...RIGHTS].map((name) => [name, RIGHTS.includes(name)])),
  access: "link",
  guests: true,
  lobby: "off",
  max_minutes: 0,
} as unknown as RoomForViewer["settings"];
const OPEN = doorsOf({ settings, max_participants: 50, link: null });

test.each([
  ["link", true, "anyone"],
  ["link", false, "people"],
  ["members", true, "people"],
  ["invited", false, "invited"],
] as const)("access %s with guests %s is for %s", (access, guests, who) => {
  expect(doorsOf({ settings: { ...settings, access, guests }, max_participants: 50, link: null }).who).toBe(who);
});

test("what is chosen for whom is read as the same", () => {
  for (const who of Object.keys(ACCESS) as Who[])
    expect(doorsOf({ settings: { ...settings, ...ACCESS[who] }, max_participants: 50, link: null }).who).toBe(who);
});

test("only what is different is sent", () => {
  expect(changesOf(OPEN, OPEN)).toBeNull();
  expect(changesOf(OPEN, { ...OPEN, lobby: "all", maxPeople: 9 })).toEqual({
    settings: { lobby: "all" },
    max_participants: 9,
  });
  expect(changesOf(OPEN, { ...OPEN, allow_chat: false, who: "people", maxMinutes: 30 })).toEqual({
    settings: { allow_chat: false, access: "members", guests: false, max_minutes: 30 },
  });
});

test("a form's empty limits are the usual ones, and what is not ticked is off", () => {
  const fields = new FormData();
  for (const [name, value] of [
    ["who", "anyone"],
    ["lobby", "guests"],
    ["max_participants", ""],
    ["max_minutes", ""],
    ["allow_chat", "on"],
  ] as const)
    fields.set(name, value);
  const chosen = chosenIn(fields);
  expect(chosen).not.toHaveProperty("max_participants");
  expect(chosen.settings).toMatchObject({ access: "link", guests: true, lobby: "guests", max_minutes: 0 });
  expect(chosen.settings).toMatchObject({ allow_chat: true, allow_share: false, locked: false });
});

test("a link that can be guessed lets guests wait where anyone may come, and changes no other choice", () => {
  expect(lobbyBeside("team-standup", "anyone", "off")).toBe("guests");
  expect(lobbyBeside("team-standup", "anyone", "all")).toBe("all");
  expect(lobbyBeside("team-standup", "people", "off")).toBe("off");
  expect(lobbyBeside(" ", "anyone", "off")).toBe("off");
});

test("a link is sent where it is different, and an empty one to remove it", () => {
  expect(linkChange("team-standup ", "team-standup")).toEqual({});
  expect(linkChange("", "team-standup")).toEqual({ link: "" });
  expect(changesOf(OPEN, { ...OPEN, link: " plan" })).toEqual({ link: "plan" });
});
