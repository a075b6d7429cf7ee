/** The export menu of the meeting page: fetches a file and hands it to the browser, or shows why there is none. */
import { ApiError, problemOf } from "../api";
import { exportPath, nameIn } from "./download";
import { showProblem } from "./page";
import "./export.css";

/** Longer than the server works at a file. */
const TIMEOUT_MS = 300_000;

export function offerExports(root: Document): void {
  root.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-export]")) return;
    event.preventDefault();
    const button = (event as SubmitEvent).submitter as HTMLButtonElement | null;
    if (button && form.ariaBusy !== "true") void take(form, button);
  });
}

async function take(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  const status = form.querySelector<HTMLElement>("[data-export-status]");
  const alert = form.querySelector<HTMLElement>("[data-problem]");
  const format = button.dataset.format ?? "txt";
  const fields = new FormData(form);
  const choice = { what: String(fields.get("what")), times: !fields.has("times"), speakers: !fields.has("speakers") };
  form.ariaBusy = "true";
  if (alert) alert.hidden = true;
  if (status) status.textContent = "The file is being made…";
  try {
    const name = await download(exportPath(form.dataset.slug ?? "", format, choice));
    if (status) status.textContent = `Saved as ${name}`;
  } catch (error) {
    if (status) status.textContent = "";
    showProblem(error instanceof ApiError ? error : new ApiError(LOST), form);
  } finally {
    form.ariaBusy = null;
  }
}

const LOST = {
  type: "urn:parley:problem:unreachable",
  title: "The file did not arrive",
  status: 0,
  detail: "Check your connection and try again.",
};

async function download(path: string): Promise<string> {
  const response = await fetch(path, { credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new ApiError(await problemOf(response));
  const name = nameIn(response.headers.get("Content-Disposition") ?? "", "meeting");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), TIMEOUT_MS);
  return name;
}
