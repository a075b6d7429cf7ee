/** Shared by all pages with a script: local times, signing out, and forms that show the server's messages. */
import "../theme.css";
import "./frame.css";
import { ApiError, api } from "../api";
import { localize } from "./moments";
import { showNews } from "./news";

/** Heard by `early.ts`. */
const STARTED = "parley:started";
type Action = (element: HTMLElement) => Promise<void> | void;

/** Starts a page: `actions` by the `data-action` of what is clicked. */
export function start(actions: Record<string, Action> = {}): void {
  const all: Record<string, Action> = { "sign-out": signOut, ...actions };
  localize(document);
  showNews();
  document.addEventListener("click", (event) => {
    const element = (event.target as Element).closest<HTMLElement>("[data-action]");
    const action = element && all[element.dataset.action ?? ""];
    if (element && action) void busy(element, async () => action(element));
  });
  // After the rest of the page's script, which listens too.
  queueMicrotask(() => document.dispatchEvent(new Event(STARTED)));
}

/** Sends a form by `submit`; its fields show the problems the server names, the rest goes to its alert. */
export function onSubmit(form: HTMLFormElement, submit: (fields: FormData) => Promise<void> | void): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearProblems(form);
    if (!checkFields(form)) return;
    const button = form.querySelector<HTMLElement>("[type=submit]") ?? form;
    void busy(button, async () => submit(new FormData(form)), form);
  });
}

/** Shows a short message, and announces it to screen readers. */
export function announce(words: string): void {
  for (const place of document.querySelectorAll("[data-status]")) place.textContent = words;
}

/** Copies text; resolves to whether it worked, as plain-http pages have no clipboard API. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export function form(name: string): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>(`form[data-form="${name}"]`);
}

async function signOut(): Promise<void> {
  await api.signOut();
  location.assign("/");
}

/** Runs one action at a time per button and shows its error. */
async function busy(button: HTMLElement, work: () => Promise<void>, scope: ParentNode = document): Promise<void> {
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    showProblem(error, scope);
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

/** Puts each named problem under its field (`members.0` belongs to `members`) and the rest into the alert. */
export function showProblem({ problem }: ApiError, scope: ParentNode): void {
  const problems = problem.problems ?? [];
  const fields = new Map<string, string[]>();
  for (const { field, message } of problems) {
    const name = field.split(".")[0] ?? "";
    fields.set(name, [...(fields.get(name) ?? []), sentence(message)]);
  }
  const homeless = [...fields].filter(([name, messages]) => !showAt(scope, name, messages.join(" ")));
  if (homeless.length > 0 || problems.length === 0) {
    const alert =
      scope.querySelector<HTMLElement>("[data-problem]") ?? document.querySelector<HTMLElement>("[data-problem]");
    if (alert) {
      alert.textContent =
        homeless.length > 0
          ? homeless.flatMap(([, messages]) => messages).join(" ")
          : `${problem.title}. ${problem.detail}`.trim();
      alert.hidden = false;
    }
  }
  scope.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
}

/** Quotes the entry of a list that the server refused by its index (`members.2`); the server never repeats input. */
export async function quoting<T>(list: string, entries: readonly string[], work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const problems = (error.problem.problems ?? []).map(({ field, message }) => {
      const [name, place] = field.split(".");
      const entry = name === list && place !== undefined ? entries[Number(place)] : undefined;
      return { field, message: entry === undefined ? message : `“${entry}”: ${message}` };
    });
    throw new ApiError({ ...error.problem, problems });
  }
}

export function showAt(scope: ParentNode, field: string, message: string): boolean {
  const place = scope.querySelector<HTMLElement>(`[data-error-for="${CSS.escape(field)}"]`);
  const input = scope.querySelector<HTMLElement>(`[name="${CSS.escape(field)}"]`);
  if (!place || !input) return false;
  place.textContent = sentence(message);
  input.setAttribute("aria-invalid", "true");
  return true;
}

/** "must not be empty" → "Must not be empty." */
export function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function clearProblems(scope: ParentNode): void {
  for (const place of scope.querySelectorAll("[data-error-for]")) place.textContent = "";
  for (const field of scope.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const alert of scope.querySelectorAll<HTMLElement>("[data-problem]")) alert.hidden = true;
}

/** Shows the browser's own validation in the same places as the server's messages. */
function checkFields(form: HTMLFormElement): boolean {
  const wrong = [...form.elements].filter(
    (field): field is HTMLInputElement | HTMLSelectElement =>
      (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) && !field.checkValidity(),
  );
  for (const field of wrong) showAt(form, field.name, field.validationMessage);
  wrong[0]?.focus();
  return wrong.length === 0;
}
