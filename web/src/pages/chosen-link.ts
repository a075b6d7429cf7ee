/** The link that a host chooses for a meeting, and what it means for the door. */
import { ApiError } from "../api";
import { type Lobby, lobbyBeside, type Who } from "../doors";

/** Keeps the lobby of the form right beside the link that is typed; without one it is again as it was chosen. */
export function watchLink(form: HTMLFormElement): void {
  const lobby = form.querySelector<HTMLSelectElement>("[name=lobby]");
  if (lobby === null) return;
  const beside = (wanted: Lobby): Lobby => {
    const fields = new FormData(form);
    return lobbyBeside(String(fields.get("link")), String(fields.get("who")) as Who, wanted);
  };
  // The browser may have restored a link, and the lobby that was raised for it.
  const usual = (lobby.querySelector<HTMLOptionElement>("option[selected]")?.value ?? lobby.value) as Lobby;
  let chosen = beside(usual) === lobby.value ? usual : (lobby.value as Lobby);
  form.addEventListener("change", (event) => {
    if (event.target === lobby) chosen = lobby.value as Lobby;
    lobby.value = beside(chosen);
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
