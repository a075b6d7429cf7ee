/** The link that a host chooses for a meeting, and what it means for the door. */
import { ApiError } from "../api";
import type { Lobby, Who } from "../doors";

/** A link that can be guessed lets no guest in at once; the server sees to it, too. */
export function lobbyBeside(link: string, who: Who, lobby: Lobby): Lobby {
  return link.trim() !== "" && who === "anyone" && lobby === "off" ? "guests" : lobby;
}

/** Keeps the lobby of the form right beside the link that is typed. */
export function watchLink(form: HTMLFormElement): void {
  const lobby = form.querySelector<HTMLSelectElement>("[name=lobby]");
  form.addEventListener("change", () => {
    const fields = new FormData(form);
    const who = String(fields.get("who")) as Who;
    if (lobby) lobby.value = lobbyBeside(String(fields.get("link")), who, lobby.value as Lobby);
  });
}

/** What to send of the field: nothing where it is as it was, an empty text to remove the link. */
export function linkChange(now: string, before: string): { link?: string } {
  return now.trim() === before ? {} : { link: now.trim() };
}

/** Puts what the server says about a link that is taken beside its field. */
export async function namingLink<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind !== "link-taken") throw error;
    throw new ApiError({ ...error.problem, problems: [{ field: "link", message: error.problem.detail }] });
  }
}
