/** Sharing the minutes by links: the form, the new link, and ending one. */
import { api } from "../api";
import { copy, form, onSubmit } from "./page";
import "./share.css";

/** Of the page's clicks. */
export const SHARE_ACTIONS = {
  "share-copy": async (button: HTMLElement) => {
    const url = part<HTMLInputElement>("url");
    const copied = await copy(url?.value ?? "");
    if (!copied) url?.select();
    button.textContent = copied ? "Copied" : "Press Ctrl+C";
  },
  "share-end": async (button: HTMLElement) => {
    const row = button.closest<HTMLElement>("[data-link]");
    await api.endShareLink(slugHere(), row?.dataset.link ?? "");
    const next = row?.nextElementSibling ?? row?.previousElementSibling;
    const focus = next?.querySelector<HTMLElement>("button") ?? document.querySelector<HTMLElement>(".share__open");
    row?.remove();
    focus?.focus();
    say("The link has ended");
    showTitle();
  },
};

let slug = "";
const slugHere = (): string => slug;

export function offerSharing(of: string): void {
  slug = of;
  const wanted = form("share");
  if (!wanted) return;
  onSubmit(wanted, async (fields) => {
    const scope = fields.get("scope") === "transcript" ? "transcript" : "summary";
    const made = await api.makeShareLink(slug, { scope, expires_in_days: Number(fields.get("days")) });
    const [url, box] = [part<HTMLInputElement>("url"), part("made")];
    if (url) url.value = made.url;
    if (box) box.hidden = false;
    addRow(made.id, scope, new Date(made.expires_at));
    url?.focus();
    url?.select();
    say("The link is made");
  });
}

function addRow(id: string, scope: "summary" | "transcript", until: Date): void {
  const row = part<HTMLTemplateElement>("row")?.content.firstElementChild?.cloneNode(true);
  if (!(row instanceof HTMLElement)) return;
  row.dataset.link = id;
  const name = row.querySelector<HTMLElement>("[data-share-name]");
  const day = until.toLocaleDateString(undefined, { day: "numeric", month: "long", year: "numeric" });
  if (name) name.textContent = `${scope === "summary" ? "Summary" : "With transcript"}, until ${day}`;
  part("links")?.prepend(row);
  showTitle();
}

function showTitle(): void {
  const title = part("title");
  if (title) title.hidden = !document.querySelector("[data-link]");
}

function say(words: string): void {
  const place = part("said");
  if (place) place.textContent = words;
}

function part<T extends HTMLElement>(name: string): T | null {
  return document.querySelector<T>(`[data-share-${name}]`);
}
