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

it("offers nothing to who has no right", () => {
  expect(hostChoices(SETTINGS, () => false)).toEqual([]);
});

it("offers the opposite of what holds", () => {
  const labels = hostChoices(SETTINGS, () => true).map(({ label }) => label);
  expect(labels).toEqual(
    expect.arrayContaining(["Chat: turn off", "Screen sharing: turn on", "Let everybody unmute", "Unlock the meeting"]),
  );
});

it("turns one switch at a time", () => {
  const [chat] = hostChoices(SETTINGS, (right) => right === "switch");
  expect(chat?.act).toEqual({ switches: { allow_chat: false } });
});
