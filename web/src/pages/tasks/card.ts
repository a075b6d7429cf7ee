/** An action item's card: filled from what the API says, in the server's markup. */
import { localize } from "../moments";
import type { Item, Mine } from "./calls";

/** The part of a card with this mark, which the server's markup always has. */
export function part<T extends HTMLElement = HTMLElement>(root: ParentNode, name: string): T {
  return root.querySelector<T>(`[data-task-${name}]`) as T;
}

export function isCard(element: Element | null): element is HTMLElement {
  return element instanceof HTMLElement && element.dataset.task !== undefined;
}

/** Shows the item in the card; its citations stay. */
export function fill(card: HTMLElement, item: Item | Mine, maySetStatus: boolean): void {
  card.id = `task-${item.id}`;
  Object.assign(card.dataset, {
    task: item.id,
    slug: item.slug,
    revision: String(item.revision),
    taskStatus: item.status,
  });
  card.className = `task task--${item.status}`;
  part(card, "title").textContent = item.title;
  const box = card.querySelector<HTMLInputElement>("[data-task-do=toggle]");
  if (box) {
    box.checked = item.status === "done";
    box.disabled = !maySetStatus || item.status === "cancelled";
    box.setAttribute("aria-label", `Done: ${item.title}`);
  }
  show(part(card, "detail"), item.description === item.title ? "" : item.description);
  fillFacts(card, item);
  const name = card.querySelector<HTMLElement>("[data-task-name]");
  if (name) {
    name.textContent = item.title;
    part(card, "open-label").textContent = detailsLabel(item.comments);
  }
}

export function detailsLabel(comments: number): string {
  if (comments === 0) return "Details";
  return comments === 1 ? "1 comment" : `${comments} comments`;
}

function fillFacts(card: HTMLElement, item: Item | Mine): void {
  fact(part(card, "owner"), item.assignee ? "Owner" : "No owner", item.assignee ?? "");
  const due = part(card, "due");
  fact(due, item.due_date ? (item.is_overdue ? "Overdue" : "Due") : "No due date", "");
  due.classList.toggle("task__overdue", item.is_overdue);
  if (item.due_date) {
    const time = due.appendChild(document.createElement("time"));
    time.dateTime = item.due_date;
    time.dataset.moment = "date";
    localize(due);
  }
  const priority = part(card, "priority");
  priority.hidden = item.priority === "medium";
  priority.dataset.level = item.priority;
  part(card, "level").textContent = item.priority;
  const status = part(card, "status");
  status.hidden = item.status === "open" || item.status === "done";
  status.textContent = item.status === "cancelled" ? "Cancelled" : "In progress";
  part(card, "type").hidden = item.type !== "follow_up";
  part(card, "tags").replaceChildren(
    ...item.tags.map((tag) => {
      const badge = document.createElement("span");
      badge.className = "pl-badge";
      badge.textContent = tag;
      return badge;
    }),
  );
}

function fact(place: HTMLElement, label: string, value: string): void {
  const words = document.createElement("span");
  words.className = "task__label";
  words.textContent = label;
  place.replaceChildren(words, " ", value);
}

function show(place: HTMLElement, text: string): void {
  place.textContent = text;
  place.hidden = text === "";
}
