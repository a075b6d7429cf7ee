import { expect, it } from "vitest";
import type { RoomSettingsView } from "../api";
import { lobbyChoice } from "./lobbyChoice";

const room = (lobby: string, link: string | null, guests = true) => ({
  settings: { access: "link", guests, lobby } as RoomSettingsView,
  link,
});

it("lets everybody in where the link cannot be guessed, and where no guest comes by it", () => {
  const choice = { label: "Let people in without asking", done: "The lobby is off", lobby: "off" };
  expect(lobbyChoice(room("all", null))).toEqual(choice);
  expect(lobbyChoice(room("all", "team-standup", false))).toEqual(choice);
});

it("lets guests wait on where they come by a link that can be guessed, and says so", () => {
  expect(lobbyChoice(room("all", "team-standup"))).toEqual({
    label: "Let members in without asking",
    done: "Only guests wait in the lobby",
    lobby: "guests",
  });
});

it("lets everybody wait where some or nobody does", () => {
  for (const lobby of ["off", "guests"])
    expect(lobbyChoice(room(lobby, "team-standup"))).toMatchObject({ label: "Let people in by hand", lobby: "all" });
});
