/** The import page: sends a file with its progress, then shows how far the server is with it. */
import { ApiError, api, problemIn, TIMEOUT_MS, token } from "../api";
import { fieldsOf, type ImportView, isUnfinished, pauseOf, wordsOf } from "./import-progress";
import { announce, showAt, showProblem, start } from "./page";
import "./import.css";

const form = document.querySelector<HTMLFormElement>("form[data-import]");
const list = document.querySelector<HTMLElement>("[data-import-list]");
let upload: XMLHttpRequest | null = null;

start({
  "stop-upload": () => upload?.abort(),
  "cancel-import": async (button) => {
    const row = button.closest<HTMLElement>("[data-import-id]");
    if (row) show(await api.cancelImport(row.dataset.importId ?? ""));
  },
});

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!upload) void send(form);
});
void watch();

async function send(from: HTMLFormElement): Promise<void> {
  for (const place of from.querySelectorAll("[data-error-for]")) place.textContent = "";
  for (const field of from.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  const alert = from.querySelector<HTMLElement>("[data-problem]");
  if (alert) alert.hidden = true;
  if (!from.querySelector<HTMLInputElement>("[name=file]")?.files?.length) {
    showAt(from, "file", "Choose a file.");
    return;
  }
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const zone = timeZone && timeZone !== "Etc/Unknown" ? timeZone : undefined;
  setSending(true);
  try {
    show(await post(fieldsOf(new FormData(from), zone)));
    from.reset();
    announce("The file is uploaded and waits for its turn.");
    void watch();
  } catch (error) {
    if (error instanceof ApiError) showProblem(error, from);
  } finally {
    upload = null;
    setSending(false);
  }
}

function setSending(isSending: boolean): void {
  form?.querySelector("[type=submit]")?.setAttribute("aria-disabled", String(isSending));
  for (const each of document.querySelectorAll<HTMLElement>("[data-upload], [data-action=stop-upload]")) {
    each.hidden = !isSending;
  }
  sent(0);
}

/** `fetch` does not say how much of a body is sent. */
function post(fields: FormData): Promise<ImportView> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    upload = request;
    request.open("POST", "/api/imports");
    request.setRequestHeader("X-CSRF-Token", token());
    request.upload.onprogress = ({ loaded, total }) => sent(total ? (100 * loaded) / total : 0);
    request.onload = () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText) as ImportView);
      else reject(new ApiError(problemIn(request.status, request.responseText)));
    };
    request.onerror = () => reject(new ApiError(problemIn(0, "")));
    request.onabort = () => reject(new Error("stopped"));
    request.send(fields);
  });
}

function sent(percent: number): void {
  const bar = document.querySelector<HTMLProgressElement>("[data-upload] progress");
  const words = document.querySelector<HTMLElement>("[data-upload-status]");
  if (bar) bar.value = percent;
  if (words) words.textContent = percent < 100 ? `Uploading, ${Math.floor(percent)} %` : "Uploaded";
}

let isWatching = false;

/** Asks for the imports that are not over until there are none. */
async function watch(): Promise<void> {
  if (isWatching) return;
  isWatching = true;
  for (let asked = 0; document.querySelector("[data-import-id] progress"); asked += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1000 * pauseOf(asked)));
    try {
      const { imports } = await api.imports(AbortSignal.timeout(TIMEOUT_MS));
      for (const one of imports.reverse()) show(one);
    } catch (error) {
      if (error instanceof ApiError && error.isPermanent) break;
    }
  }
  isWatching = false;
}

/** Shows one import, where it is in the list or first in it. */
function show(one: ImportView): void {
  const row = list?.querySelector<HTMLElement>(`[data-import-id="${CSS.escape(one.id)}"]`);
  const wasUnfinished = row === null || row?.querySelector("progress") !== null;
  if (row && !wasUnfinished) return;
  const next = rowOf(one);
  if (row) row.replaceWith(next);
  else list?.prepend(next);
  document.querySelector<HTMLElement>("[data-imports]")?.removeAttribute("hidden");
  if (row && !isUnfinished(one)) announce(`${one.name}: ${wordsOf(one)}`);
}

function rowOf(one: ImportView): HTMLElement {
  const row = element("li", "row");
  row.dataset.importId = one.id;
  row.dataset.state = one.state;
  const main = row.appendChild(element("div", "row__main"));
  const title = main.appendChild(element("p", "row__title"));
  if (one.slug) {
    const link = title.appendChild(document.createElement("a"));
    link.href = `/m/${one.slug}`;
    link.textContent = one.name;
  } else title.textContent = one.name;
  main.appendChild(element("p", "row__meta")).textContent = wordsOf(one);
  if (one.slug) {
    const link = row.appendChild(document.createElement("a"));
    link.className = "pl-button pl-button--small";
    link.href = `/m/${one.slug}`;
    link.ariaLabel = `Open ${one.name}`;
    link.textContent = "Open";
  }
  if (!isUnfinished(one)) return row;
  const bar = main.appendChild(document.createElement("progress"));
  bar.max = 100;
  bar.value = one.progress;
  bar.ariaLabel = `Progress of ${one.name}`;
  const cancel = row.appendChild(document.createElement("button"));
  cancel.type = "button";
  cancel.className = "pl-button pl-button--quiet pl-button--small";
  cancel.dataset.action = "cancel-import";
  cancel.ariaLabel = `Cancel ${one.name}`;
  cancel.textContent = "Cancel";
  return row;
}

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}
