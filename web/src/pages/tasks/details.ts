/** What is behind a card: its form, the comments on it and its history. */
import { localize } from "../moments";
import { onSubmit } from "../page";
import {
  type Calls,
  type Comment,
  type Current,
  currentOf,
  type Edit,
  type Item,
  type Place,
  sentenceOf,
} from "./calls";
import { part } from "./card";
import { changesOf, type Draft, draftOf } from "./draft";

export interface DetailHooks {
  calls: Calls;
  /** The item was saved; `edit` can be undone. */
  saved: (item: Item, edit: string, words: string) => void;
  deleted: (item: Item, edit: string) => void;
  /** How many comments there are now. */
  talked: (count: number) => void;
  closed: () => void;
}

export class Details {
  readonly element: HTMLElement;
  readonly #hooks: DetailHooks;
  readonly #place: Place;
  #item: Item | null = null;
  #form: HTMLFormElement | null = null;
  #current: Current | null = null;
  #comments: Comment[] = [];

  constructor(more: HTMLTemplateElement, place: Place, hooks: DetailHooks) {
    const copy = more.content.cloneNode(true) as DocumentFragment;
    this.element = part(copy, "more");
    this.#place = place;
    this.#hooks = hooks;
    // Keys in the form are nobody else's, such as the player's.
    for (const kind of ["keydown", "keyup"]) {
      this.element.addEventListener(kind, (event) => {
        event.stopPropagation();
        if (kind === "keydown" && (event as KeyboardEvent).key === "Escape") hooks.closed();
      });
    }
    this.element.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLElement>("[data-task-do]");
      if (button) void this.#do(button.dataset.taskDo ?? "");
    });
    const say = this.element.querySelector<HTMLFormElement>("[data-task-say]") as HTMLFormElement;
    onSubmit(say, async (fields) => {
      const made = await hooks.calls.comment(place, String(fields.get("text")));
      say.reset();
      this.#showComments([...this.#comments, made]);
    });
  }

  get isDirty(): boolean {
    const says = this.element.querySelector<HTMLTextAreaElement>("[data-task-say] textarea")?.value.trim();
    return Boolean(says) || (this.#item !== null && this.#form !== null && this.#changes() !== null);
  }

  /** Fetches the item and shows it; `form` is left out for who may not edit it. */
  async load(form: HTMLTemplateElement | null, maySay: boolean): Promise<Item> {
    const { action_item: item, comments, edits } = await this.#hooks.calls.read(this.#place);
    this.#item = item;
    if (form && item.may_edit) this.#showForm(form, item);
    part(this.element, "say").hidden = !maySay;
    this.#showComments(comments);
    this.#showHistory(edits);
    return item;
  }

  /** Shows what others changed; what is being typed stays. */
  async renew(): Promise<void> {
    const { action_item: item, comments, edits } = await this.#hooks.calls.read(this.#place);
    this.#showComments(comments);
    this.#showHistory(edits);
    const isTyped = this.#form !== null && this.#changes() !== null;
    if (isTyped || item.revision === this.#item?.revision) return;
    this.#item = item;
    this.#set(draftOf(item), item.assignee);
  }

  focus(): void {
    const first = this.element.querySelector<HTMLElement>("input, textarea, summary");
    first?.focus();
  }

  #showForm(template: HTMLTemplateElement, item: Item): void {
    const form = (template.content.cloneNode(true) as DocumentFragment).querySelector("form") as HTMLFormElement;
    part(this.element, "edit").replaceChildren(form);
    this.#form = form;
    this.#set(draftOf(item), item.assignee);
    onSubmit(form, () => this.#save());
  }

  /** Puts the values into the form; an owner who is not among the people stays as a choice. */
  #set(draft: Draft, assignee: string | null): void {
    if (!this.#form) return;
    const owner = this.#form.elements.namedItem("participant_id") as HTMLSelectElement;
    if (draft.participant_id !== "" && ![...owner.options].some(({ value }) => value === draft.participant_id)) {
      owner.add(new Option(assignee ?? "", draft.participant_id));
    }
    for (const [name, value] of Object.entries(draft)) {
      (this.#form.elements.namedItem(name) as HTMLInputElement).value = value;
    }
  }

  #changes(): ReturnType<typeof changesOf> | null {
    if (!this.#item || !this.#form) return null;
    const draft = Object.fromEntries(new FormData(this.#form)) as unknown as Draft;
    const changes = changesOf(this.#item, draft);
    return Object.keys(changes).length > 0 ? changes : null;
  }

  async #save(): Promise<void> {
    const changes = this.#changes();
    if (!this.#item || !changes) {
      this.#hooks.closed();
      return;
    }
    const revision = this.#current?.revision ?? this.#item.revision;
    try {
      const { action_item: item, edit_id: edit } = await this.#hooks.calls.change(this.#place, revision, changes);
      if (item) this.#hooks.saved(item, edit, "Saved");
    } catch (error) {
      if (!this.#tellConflict(error)) throw error;
    }
  }

  /** Shows what somebody else made of it; false: the error is another one. */
  #tellConflict(error: unknown): boolean {
    const current = currentOf(error);
    if (!current || !this.#form) return false;
    this.#current = current;
    const notice = part(this.#form, "conflict");
    part(notice, "by").textContent = current.by ?? "Somebody";
    part(notice, "theirs").textContent = `${current.title} (${STATUS[current.status] ?? current.status})`;
    notice.hidden = false;
    notice.querySelector("button")?.focus();
    return true;
  }

  async #do(what: string): Promise<void> {
    if (what === "cancel") this.#hooks.closed();
    else if (what === "mine") this.#form?.requestSubmit();
    else if (what === "theirs") await this.#take();
    else if (what === "delete") await this.#delete();
  }

  async #take(): Promise<void> {
    const { action_item: item } = await this.#hooks.calls.read(this.#place);
    this.#item = item;
    this.#current = null;
    if (this.#form) part(this.#form, "conflict").hidden = true;
    this.#set(draftOf(item), item.assignee);
    this.focus();
  }

  async #delete(): Promise<void> {
    if (!this.#item) return;
    try {
      const { edit_id: edit } = await this.#hooks.calls.remove(
        this.#place,
        this.#current?.revision ?? this.#item.revision,
      );
      this.#hooks.deleted(this.#item, edit);
    } catch (error) {
      if (!this.#tellConflict(error)) this.#tell(sentenceOf(error));
    }
  }

  #tell(words: string): void {
    const place = this.element.querySelector<HTMLElement>("[data-problem]");
    if (!place) return;
    place.textContent = words;
    place.hidden = words === "";
  }

  #showComments(comments: Comment[]): void {
    this.#comments = comments;
    part(this.element, "comments").replaceChildren(...comments.map((each) => this.#comment(each)));
    this.#hooks.talked(comments.length);
  }

  #comment(comment: Comment): HTMLElement {
    const item = document.createElement("li");
    const by = item.appendChild(document.createElement("p"));
    by.className = "task__by";
    by.append(comment.by ?? "Somebody who left", " · ", moment(comment.created_at));
    const text = item.appendChild(document.createElement("p"));
    text.className = "task__said";
    text.dir = "auto";
    text.textContent = comment.text;
    if (comment.may_delete) {
      const button = by.appendChild(document.createElement("button"));
      button.type = "button";
      button.className = "pl-button pl-button--quiet pl-button--small";
      button.textContent = "Delete";
      button.setAttribute("aria-label", `Delete this comment of ${comment.by ?? "somebody"}`);
      button.addEventListener("click", () => void this.#uncomment(comment));
    }
    return item;
  }

  async #uncomment(comment: Comment): Promise<void> {
    try {
      await this.#hooks.calls.uncomment(this.#place, comment.id);
      this.#showComments(this.#comments.filter(({ id }) => id !== comment.id));
      this.element.querySelector<HTMLElement>("[data-task-say] textarea")?.focus();
    } catch (error) {
      this.#tell(sentenceOf(error));
    }
  }

  #showHistory(edits: Edit[]): void {
    part(this.element, "history").hidden = edits.length === 0;
    part(this.element, "edits").replaceChildren(
      ...edits.map((edit) => {
        const item = document.createElement("li");
        const by = edit.by ?? (edit.kind === "rewrite" ? "New minutes" : "Somebody who left");
        item.append(by, " ", wordsOf(edit), " · ", moment(edit.created_at));
        if (edit.is_undone) item.append(" (undone)");
        return item;
      }),
    );
  }
}

const STATUS: Record<string, string> = {
  open: "open",
  in_progress: "in progress",
  done: "done",
  cancelled: "cancelled",
};
const FIELDS: Record<string, string> = {
  title: "title",
  description: "description",
  type: "kind",
  priority: "priority",
  due_date: "due date",
  tags: "tags",
  assignee: "owner",
};

/** What a change was, after the name of who made it. */
export function wordsOf({ kind, after }: Pick<Edit, "kind" | "after">): string {
  const status = STATUS[String(after.status)];
  if (kind === "create") return "added it";
  if (kind === "delete") return "deleted it";
  if (kind === "status") return `set it to ${status ?? "another status"}`;
  if (kind === "assign") return after.assignee ? `gave it to ${after.assignee}` : "took its owner away";
  const fields = Object.keys(after).flatMap((name) => FIELDS[name] ?? []);
  if (status) fields.push("status");
  return `${kind === "undo" ? "undid a change of" : "changed"} ${fields.join(", ") || "it"}`;
}

function moment(at: string): HTMLElement {
  const place = document.createElement("span");
  const time = place.appendChild(document.createElement("time"));
  time.dateTime = at;
  time.dataset.moment = "relative";
  localize(place);
  return place;
}
