/** Whether newcomers wait: what host and co-hosts choose is the opposite of what holds. */
import type { RoomForViewer } from "../api";
import { type Lobby, lobbyBeside, whoOf } from "../doors";

interface LobbyChoice {
  readonly label: string;
  readonly done: string;
  readonly lobby: Lobby;
}

/** At a link that can be guessed guests wait all the same, and the choice says so. */
export function lobbyChoice({ settings, link }: Pick<RoomForViewer, "settings" | "link">): LobbyChoice {
  if (settings.lobby !== "all")
    return { label: "Let people in by hand", done: "Newcomers wait in the lobby", lobby: "all" };
  const lobby = lobbyBeside(link ?? "", whoOf(settings), "off");
  return lobby === "off"
    ? { label: "Let people in without asking", done: "The lobby is off", lobby }
    : { label: "Let members in without asking", done: "Only guests wait in the lobby", lobby };
}
