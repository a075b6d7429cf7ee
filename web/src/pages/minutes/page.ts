/** Minutes edited by hand on the meeting page: a mode with a button beside each element. */
import { onSubmit } from "../page";
import { toastOf } from "../tasks/toastPlace";
import type { Toast } from "../tasks/undo";
import { type Calls, type Changed, callsOf, type Element, type NewElement, sentenceOf } from "./calls";
import { ElementForm } from "./elementForm";
import "./minutes.css";

export interface EditHooks {
  /** Fetches the page again and shows it as it is now. */
  renew: () => Promise<void>;
  announce: (words: string) => void;
}

export class MinutesEdits {
  readonly #page: HTMLElement;
  readonly #hooks: EditHooks;
  readonly #calls: Calls;
  readonly #toast: Toast;
  #isOn = false;
  #form: ElementForm | null = null;
  #isAdding = false;

  constructor(page: HTMLElement, hooks: EditHooks, calls: Calls = callsOf(page.dataset.slug ?? "")) {
    this.#page = page;
    this.#hooks = hooks;
    this.#calls = calls;
    this.#toast = toastOf(document);
    page.addEventListener("click", (event) => {
      const button = (event.target as HTMLElement).closest<HTMLElement>("[data-edit-do]");
      if (button) void this.#do(button);
    });
  }

  /** Whether something is being edited that a fresh page would lose. */
  get isOpen(): boolean {
    return this.#form !== null || this.#isAdding;
  }

  /** Shows the mode in the page, whose minutes may be fresh. */
  decorate(): void {
    const minutes = this.#page.querySelector<HTMLElement>("[data-part=minutes]");
    minutes?.toggleAttribute("data-editing", this.#isOn);
    const toggle = this.#page.querySelector("[data-edit-do=toggle]");
    toggle?.setAttribute("aria-pressed", String(this.#isOn));
    for (const tools of this.#page.querySelectorAll<HTMLElement>("[data-edit-tools]")) tools.hidden = !this.#isOn;
    for (const old of this.#page.querySelectorAll(".by-hand__edit")) old.remove();
    if (!this.#isOn) return;
    for (const place of this.#page.querySelectorAll<HTMLElement>("[data-element]")) place.after(editButton(place));
  }

  async #do(button: HTMLElement): Promise<void> {
    const what = button.dataset.editDo;
    try {
      if (what === "toggle") this.#toggle();
      else if (what === "edit") await this.#edit(button.dataset.of ?? "");
      else if (what === "add") this.#add(button);
      else if (what === "undo") await this.#undo(button.dataset.edit ?? "");
    } catch (error) {
      this.#toast.show(sentenceOf(error));
    }
  }

  #toggle(): void {
    if (this.isOpen) {
      this.#hooks.announce("Save or cancel what you are editing first.");
      return;
    }
    this.#isOn = !this.#isOn;
    this.decorate();
    this.#hooks.announce(this.#isOn ? "Choose what to edit." : "");
  }

  async #edit(id: string): Promise<void> {
    if (this.#form?.isDirty) {
      this.#hooks.announce("Save or cancel what you are editing first.");
      return;
    }
    this.#form?.close();
    this.#form = null;
    const element = (await this.#calls.list()).find((each) => each.id === id);
    const template = document.querySelector<HTMLTemplateElement>("template[data-element-template]");
    const place = this.#placeOf(id);
    if (!element || !template || !place) {
      await this.#hooks.renew();
      return;
    }
    this.#form = new ElementForm(template, hostOf(place), element, this.#calls, {
      done: (changed, words) => void this.#done(id, changed, words),
      cancelled: () => this.#shut(id),
    });
  }

  async #done(id: string, changed: Changed, words: string): Promise<void> {
    this.#shut(id);
    this.#offerUndo(words, changed.edit_id, id);
    await this.#hooks.renew();
    this.#focus(id);
  }

  #offerUndo(words: string, edit: string, id: string): void {
    this.#toast.show(words, async () => {
      try {
        await this.#undo(edit);
        this.#focus(id);
      } catch (error) {
        this.#toast.show(sentenceOf(error));
      }
    });
  }

  async #undo(edit: string): Promise<void> {
    await this.#calls.undo(edit);
    await this.#hooks.renew();
    this.#hooks.announce("Undone");
  }

  #shut(id: string): void {
    this.#form?.close();
    this.#form = null;
    this.#focus(id);
  }

  #placeOf(id: string): HTMLElement | null {
    return this.#page.querySelector<HTMLElement>(`[data-element="${CSS.escape(id)}"]`);
  }

  /** The element's button, or where the mode is left: an element may be gone. */
  #focus(id: string): void {
    const button = this.#page.querySelector<HTMLElement>(`[data-edit-do=edit][data-of="${CSS.escape(id)}"]`);
    (button ?? this.#page.querySelector<HTMLElement>("[data-edit-do=toggle]"))?.focus();
  }

  #add(button: HTMLElement): void {
    const section = button.dataset.section as NewElement["section"];
    const template = document.querySelector<HTMLTemplateElement>("template[data-element-template]");
    const place = this.#page.querySelector<HTMLElement>("[data-edit-new]");
    if (!template || !place || this.isOpen) return;
    place.replaceChildren(template.content.cloneNode(true));
    const form = place.querySelector("form") as HTMLFormElement;
    if (section !== "topics") form.querySelector("[data-element-title]")?.remove();
    form.querySelector("[data-element-do=delete]")?.remove();
    this.#isAdding = true;
    const shut = (): void => {
      this.#isAdding = false;
      place.replaceChildren();
      button.focus();
    };
    form.querySelector("[data-element-do=cancel]")?.addEventListener("click", shut);
    form.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") shut();
      else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    onSubmit(form, async (fields) => {
      const title = fields.has("title") ? { title: String(fields.get("title")) } : {};
      const made = await this.#calls.add({ section, text: String(fields.get("text")), ...title, ...placeOf(button) });
      shut();
      await this.#added(made);
    });
    form.querySelector<HTMLElement>("input, textarea")?.focus();
  }

  async #added(made: Element): Promise<void> {
    this.#toast.show("Added", async () => {
      try {
        await this.#calls.remove(made.id, made.revision);
        await this.#hooks.renew();
      } catch (error) {
        this.#toast.show(sentenceOf(error));
      }
    });
    await this.#hooks.renew();
    this.#focus(made.id);
  }
}

/** Where in a section of one kind of meeting an element is to be added. */
function placeOf({ dataset }: HTMLElement): Pick<NewElement, "label" | "heading"> {
  if (!dataset.label) return {};
  const heading = dataset.heading ? { heading: dataset.heading } : {};
  return { label: dataset.label as NewElement["label"], ...heading };
}

function hostOf(place: HTMLElement): HTMLElement {
  return place.closest<HTMLElement>("[data-editable], li") ?? place;
}

function editButton(place: HTMLElement): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "pl-button pl-button--quiet pl-button--small by-hand__edit";
  button.dataset.editDo = "edit";
  button.dataset.of = place.dataset.element ?? "";
  button.textContent = "Edit";
  button.setAttribute("aria-label", `Edit: ${place.dataset.words ?? ""}`);
  return button;
}
