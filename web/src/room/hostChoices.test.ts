import { expect, it } from "vitest";
import type { RoomSettingsView } from "../api";
import { hostChoices } from "./hostChoices";

const SETTINGS = {
  allow_chat: true,
  allow_share: false,
  allow_reactions: true,
  allow_guest_microphones: true,
  allow_unmute: false,
  lobby: "off",
  locked: true,
} as RoomSettingsView;

const DOORS = { settings: SETTINGS, link: null };
const MAIN = { room: SETTINGS, doors: DOORS, inBreakout: false };

it("offers nothing to who has no right", () => {
  expect(hostChoices(MAIN, () => false)).toEqual([]);
});

it("offers the opposite of what holds", () => {
  const labels = hostChoices(MAIN, () => true).map(({ label }) => label);
  expect(labels).toEqual(
    expect.arrayContaining(["Chat: turn off", "Screen sharing: turn on", "Let everybody unmute", "Unlock the meeting"]),
  );
});

it("turns one switch at a time", () => {
  const [chat] = hostChoices(MAIN, (right) => right === "switch");
  expect(chat?.act).toEqual({ switches: { allow_chat: false } });
});

it("locks the meeting from a breakout room, and says what is done there alone", () => {
  const room = { ...SETTINGS, locked: false };
  const choices = hostChoices({ room, doors: DOORS, inBreakout: true }, () => true);
  expect(choices.map(({ label }) => label)).toEqual([
    "Mute everybody here",
    "Let everybody here unmute",
    "Lower all hands here",
    "Chat here: turn off",
    "Screen sharing here: turn on",
    "Reactions here: turn off",
    "Guests’ microphones here: turn off",
    "Let people in by hand",
    "Unlock the meeting",
  ]);
  expect(choices.at(-1)?.act).toEqual({ doors: { locked: false } });
});

it("offers no door that is not known", () => {
  const labels = hostChoices({ room: SETTINGS, doors: null, inBreakout: true }, () => true).map(({ label }) => label);
  expect(labels).not.toEqual(expect.arrayContaining([expect.stringContaining("ock the meeting")]));
});
