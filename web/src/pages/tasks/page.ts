/** Action items on a page: completed by one click, opened to edit and comment, undone, and kept up to date. */
import { onSubmit } from "../page";
import { CALLS, type Calls, type Changed, currentOf, type Item, type NewItem, type Place, sentenceOf } from "./calls";
import { fill, isCard, part } from "./card";
import { Details } from "./details";
import { type Draft, fieldsOf } from "./draft";
import { toastOf } from "./toastPlace";
import type { Toast } from "./undo";
import "./tasks.css";

export class Tasks {
  readonly #page: HTMLElement;
  readonly #calls: Calls;
  readonly #toast: Toast;
  readonly #open = new Map<string, Details>();

  constructor(page: HTMLElement, calls: Calls = CALLS) {
    this.#page = page;
    this.#calls = calls;
    this.#toast = toastOf(document);
    page.addEventListener("change", (event) => {
      const box = event.target as HTMLInputElement;
      if (box.matches("[data-task-do=toggle]")) void this.#toggle(box);
    });
    page.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLElement>("[data-task-do]");
      if (button?.dataset.taskDo === "open") void this.#toggleDetails(button);
      else if (button?.dataset.taskDo === "add") this.#toggleNew(button);
    });
    this.#goToLinked();
  }

  /** Whether something is being typed that a fresh page would lose. */
  get isDirty(): boolean {
    const isNew = this.#page.querySelector("[data-task-new]:not([hidden])") !== null;
    return isNew || [...this.#open.values()].some(({ isDirty }) => isDirty);
  }

  /** Shows the items of the page's meeting as they are now. */
  async refresh(): Promise<void> {
    const list = this.#page.querySelector<HTMLElement>("[data-task-list]");
    const slug = this.#page.dataset.slug;
    if (!list || !slug) return;
    const { action_items: items, carried } = await this.#calls.list(slug);
    const gone = new Set([...list.children].filter(isCard));
    for (const item of items) {
      const card = this.#cardOf(item.id) ?? this.#newCard(list);
      gone.delete(card);
      if (Number(card.dataset.revision) !== item.revision || card.dataset.task === "") this.#fill(card, item);
      else this.#label(card, item);
      await this.#open.get(item.id)?.renew();
    }
    for (const card of gone) this.#remove(card);
    for (const item of carried) {
      const card = this.#cardOf(item.id);
      if (card) fill(card, item, !card.querySelector<HTMLInputElement>("[data-task-do=toggle]")?.disabled);
    }
    this.#showNone();
  }

  #cardOf(id: string): HTMLElement | null {
    return this.#page.querySelector<HTMLElement>(`[data-task="${CSS.escape(id)}"]`);
  }

  #template(name: string): HTMLTemplateElement | null {
    return document.querySelector<HTMLTemplateElement>(`template[data-task-${name}-template]`);
  }

  #maySay(): boolean {
    return document.querySelector("[data-action=sign-out]") !== null;
  }

  #newCard(list: HTMLElement): HTMLElement {
    const copy = this.#template("card")?.content.cloneNode(true) as DocumentFragment;
    const card = copy.querySelector<HTMLElement>("[data-task]") as HTMLElement;
    list.append(card);
    return card;
  }

  #fill(card: HTMLElement, item: Item): void {
    fill(card, item, item.may_set_status);
  }

  #label(card: HTMLElement, item: Item): void {
    if (card.dataset.taskStatus === item.status) this.#fill(card, item);
  }

  #remove(card: HTMLElement): void {
    this.#open.delete(card.dataset.task ?? "");
    card.remove();
    this.#showNone();
  }

  #showNone(): void {
    const none = this.#page.querySelector<HTMLElement>("[data-task-none]");
    if (none) none.hidden = this.#page.querySelector("[data-task-list] > [data-task]") !== null;
  }

  async #toggle(box: HTMLInputElement): Promise<void> {
    const card = box.closest<HTMLElement>("[data-task]");
    if (!card) return;
    const place = placeOf(card);
    const status = box.checked ? "done" : "open";
    box.setAttribute("aria-busy", "true");
    this.#tell(card, "");
    try {
      const changed = await this.#calls.change(place, Number(card.dataset.revision), { status });
      this.#show(changed, place, status === "done" ? "Completed" : "Reopened");
    } catch (error) {
      box.checked = !box.checked;
      this.#tell(card, sentenceOf(error));
      if (currentOf(error)) await this.#reread(card, place);
    } finally {
      box.removeAttribute("aria-busy");
    }
  }

  async #reread(card: HTMLElement, place: Place): Promise<void> {
    const { action_item: item } = await this.#calls.read(place);
    this.#fill(card, item);
  }

  /** Shows an item after a change, and how to undo it. */
  #show({ action_item: item, edit_id: edit }: Changed, place: Place, words: string): void {
    const card = this.#cardOf(place.id);
    if (item) this.#fill(card ?? this.#newCard(this.#page.querySelector("[data-task-list]") as HTMLElement), item);
    else if (card) this.#remove(card);
    this.#showNone();
    const title = item?.title ?? card?.querySelector("[data-task-title]")?.textContent ?? "";
    this.#toast.show(`${words}: ${title}`, async () => {
      try {
        this.#show(await this.#calls.undo(place, edit), place, "Undone");
      } catch (error) {
        this.#toast.show(sentenceOf(error));
      }
    });
  }

  async #toggleDetails(button: HTMLElement): Promise<void> {
    const card = button.closest<HTMLElement>("[data-task]");
    const more = this.#template("more");
    if (!card || !more) return;
    const place = placeOf(card);
    if (this.#open.has(place.id)) {
      this.#close(card, button);
      return;
    }
    const details = new Details(more, place, {
      calls: this.#calls,
      saved: (item, edit, words) => {
        this.#close(card, button);
        this.#show({ action_item: item, edit_id: edit }, place, words);
      },
      deleted: (_, edit) => {
        this.#show({ action_item: null, edit_id: edit }, place, "Deleted");
        document.querySelector<HTMLElement>("[data-toast-undo]")?.focus();
      },
      talked: (count) => {
        part(card, "open-label").textContent = count === 0 ? "Details" : `${count} comment${count === 1 ? "" : "s"}`;
      },
      closed: () => this.#close(card, button),
    });
    this.#open.set(place.id, details);
    button.setAttribute("aria-expanded", "true");
    try {
      this.#fill(card, await details.load(this.#template("form"), this.#maySay()));
      card.append(details.element);
      details.focus();
    } catch (error) {
      this.#close(card, button);
      this.#tell(card, sentenceOf(error));
    }
  }

  #close(card: HTMLElement, button: HTMLElement): void {
    const id = card.dataset.task ?? "";
    this.#open.get(id)?.element.remove();
    this.#open.delete(id);
    button.setAttribute("aria-expanded", "false");
    button.focus({ preventScroll: true });
  }

  #toggleNew(button: HTMLElement): void {
    const place = this.#page.querySelector<HTMLElement>("[data-task-new]");
    const template = this.#template("new");
    if (!place || !template) return;
    const shut = (): void => {
      place.replaceChildren();
      place.hidden = true;
      button.setAttribute("aria-expanded", "false");
      button.focus({ preventScroll: true });
    };
    if (!place.hidden) {
      shut();
      return;
    }
    place.replaceChildren(template.content.cloneNode(true));
    place.hidden = false;
    button.setAttribute("aria-expanded", "true");
    const form = place.querySelector("form") as HTMLFormElement;
    form.querySelector("[data-task-do=cancel]")?.addEventListener("click", shut);
    form.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") shut();
    });
    form.querySelector("input")?.focus();
    onSubmit(form, async (data) => {
      const item = await this.#add(data);
      shut();
      this.#toast.show(`Added: ${item.title}`, async () => {
        try {
          const gone = await this.#calls.remove(item, item.revision);
          this.#show(gone, item, "Deleted");
        } catch (error) {
          this.#toast.show(sentenceOf(error));
        }
      });
    });
  }

  async #add(data: FormData): Promise<Item> {
    const { status: _, ...fields } = fieldsOf(Object.fromEntries(data) as unknown as Draft);
    const item = await this.#calls.add(this.#page.dataset.slug ?? "", fields as NewItem);
    const list = this.#page.querySelector<HTMLElement>("[data-task-list]");
    if (list) this.#fill(this.#cardOf(item.id) ?? this.#newCard(list), item);
    this.#showNone();
    return item;
  }

  #tell(card: HTMLElement, words: string): void {
    const place = part(card, "problem");
    place.textContent = words;
    place.hidden = words === "";
  }

  /** Shows the item that the page's address names. */
  #goToLinked(): void {
    const card = location.hash.startsWith("#task-") ? document.getElementById(location.hash.slice(1)) : null;
    if (!card) return;
    card.classList.add("task--linked");
    card.scrollIntoView({ block: "center" });
  }
}

function placeOf(card: HTMLElement): Place {
  return { slug: card.dataset.slug ?? "", id: card.dataset.task ?? "" };
}
