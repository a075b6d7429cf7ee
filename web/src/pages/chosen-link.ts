/** The link that a host chooses for a meeting, and what it means for the door. */
import { ApiError } from "../api";
import { type Lobby, lobbyBeside, type Who } from "../doors";

/** Keeps the lobby of the form right beside the link that is typed. */
export function watchLink(form: HTMLFormElement): void {
  const lobby = form.querySelector<HTMLSelectElement>("[name=lobby]");
  form.addEventListener("change", () => {
    const fields = new FormData(form);
    const who = String(fields.get("who")) as Who;
    if (lobby) lobby.value = lobbyBeside(String(fields.get("link")), who, lobby.value as Lobby);
  });
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
