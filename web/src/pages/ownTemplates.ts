/** The page on which one makes templates of minutes: sections are added, ordered and described, then saved. */
import type { components } from "../../generated/openapi";
import { call } from "../api";
import { moved, type Section, sectionOf } from "./ownSections";
import { announce, form, onSubmit, start } from "./page";
import "./ownTemplates.css";

type Body = components["schemas"]["TemplateBody"];

const PLACE = "/minutes-templates";
const editor = form("own-template");
const list = document.querySelector<HTMLOListElement>("[data-sections]");

start({
  "add-section": () => {
    const kind = document.querySelector<HTMLSelectElement>("[data-kind]");
    if (kind) add(kind.value as Section["kind"], kind.selectedOptions[0]?.text.split(" – ")[0] ?? "");
  },
  "section-up": (button) => move(button, -1),
  "section-down": (button) => move(button, 1),
  "section-remove": (button) => {
    const row = button.closest("li");
    const next = (row?.nextElementSibling ?? row?.previousElementSibling)?.querySelector("input");
    row?.remove();
    (next ?? document.querySelector<HTMLElement>("[data-kind]"))?.focus();
    counted();
  },
  "delete-template": async (button) => {
    if (!confirm(`Delete “${button.dataset.name}”? Minutes that were written by it stay as they are.`)) return;
    await call("DELETE", `${PLACE}/${encodeURIComponent(button.dataset.id ?? "")}`);
    location.assign("/account/templates");
  },
});

if (editor) {
  onSubmit(editor, async (fields) => {
    announce("");
    const id = editor.dataset.id;
    await call(id ? "PUT" : "POST", id ? `${PLACE}/${encodeURIComponent(id)}` : PLACE, body(fields));
    location.assign("/account/templates");
  });
}

function body(fields: FormData): Body {
  return {
    name: String(fields.get("name")),
    sections: rows().map((row) =>
      sectionOf(row.dataset.section as Section["kind"], value(row, "[data-heading]"), value(row, "[data-instruction]")),
    ),
    length: String(fields.get("length")) as Body["length"],
    tone: String(fields.get("tone")) as Body["tone"],
    language: String(fields.get("language")) || null,
    instruction: String(fields.get("instruction")),
    is_default: fields.has("is_default"),
  };
}

function add(kind: Section["kind"], name: string): void {
  const made = document.querySelector<HTMLTemplateElement>("[data-section-template]")?.content.cloneNode(true);
  const row = (made as DocumentFragment | undefined)?.querySelector<HTMLElement>("[data-section]");
  if (!row || !list) return;
  const isCustom = kind === "custom";
  row.dataset.section = kind;
  const label = row.querySelector("[data-section-kind]");
  if (label) label.textContent = isCustom ? "Section of your own" : name;
  for (const place of row.querySelectorAll("[data-section-name]"))
    place.textContent = isCustom ? "section of your own" : name;
  const heading = row.querySelector<HTMLInputElement>("[data-heading]");
  if (heading) heading.placeholder = isCustom ? "" : name;
  const instruction = row.querySelector<HTMLElement>("[data-instruction-field]");
  if (instruction) instruction.hidden = !isCustom;
  list.append(row);
  counted();
  heading?.focus();
  announce(`Added: ${isCustom ? "a section of your own" : name}`);
}

function move(button: HTMLElement, by: -1 | 1): void {
  const row = button.closest<HTMLElement>("[data-section]");
  if (!row || !list) return;
  const order = moved(rows(), row, by);
  list.append(...order);
  button.focus();
  announce(`Place ${order.indexOf(row) + 1} of ${order.length}`);
}

function counted(): void {
  const none = document.querySelector<HTMLElement>("[data-no-sections]");
  if (none) none.hidden = rows().length > 0;
}

function rows(): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>("[data-section]") ?? [])];
}

function value(row: HTMLElement, field: string): string {
  return row.querySelector<HTMLInputElement | HTMLTextAreaElement>(field)?.value ?? "";
}
