/** The form in place of an element of the minutes, in which its words are edited. */
import type { Calls, Changed, Element } from "./calls";
import { ElementDraft } from "./draft";

export interface FormHooks {
  /** Something was saved or deleted; the form is still open. */
  done: (changed: Changed, words: string) => void;
  cancelled: () => void;
}

export class ElementForm {
  readonly #host: HTMLElement;
  readonly #place: HTMLElement;
  readonly #form: HTMLFormElement;
  readonly #draft: ElementDraft;
  readonly #hooks: FormHooks;

  /** Hides `host`, the element as it is read, while the form is open. */
  constructor(template: HTMLTemplateElement, host: HTMLElement, element: Element, calls: Calls, hooks: FormHooks) {
    this.#host = host;
    this.#hooks = hooks;
    this.#draft = new ElementDraft(element, calls);
    const copy = template.content.cloneNode(true) as DocumentFragment;
    this.#form = copy.querySelector("form") as HTMLFormElement;
    this.#place = document.createElement(host.tagName === "LI" ? "li" : "div");
    this.#place.className = "element-form__place";
    this.#place.append(this.#form);
    if (element.title === null) this.#find("[data-element-title]").remove();
    if (element.section === "summary") this.#find("[data-element-do=delete]").remove();
    host.after(this.#place);
    host.hidden = true;
    this.#listen();
    this.#show();
    this.#field("text").focus();
  }

  get isDirty(): boolean {
    this.#read();
    return this.#draft.isDirty;
  }

  close(): void {
    this.#place.remove();
    this.#host.hidden = false;
  }

  #listen(): void {
    // Keys in the form are nobody else's, such as the player's.
    for (const kind of ["keydown", "keyup"]) {
      this.#form.addEventListener(kind, (event) => {
        event.stopPropagation();
        const { key, ctrlKey, metaKey } = event as KeyboardEvent;
        if (kind !== "keydown") return;
        if (key === "Escape") this.#hooks.cancelled();
        else if (key === "Enter" && (ctrlKey || metaKey)) this.#form.requestSubmit();
      });
    }
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#save();
    });
    this.#form.addEventListener("click", (event) => {
      const button = (event.target as HTMLElement).closest<HTMLElement>("[data-element-do]");
      const what = button?.dataset.elementDo;
      if (what === "cancel") this.#hooks.cancelled();
      else if (what === "delete") void this.#run(() => this.#draft.remove(), "Deleted");
      else if (what === "mine") this.#settle("mine");
      else if (what === "theirs") this.#settle("theirs");
    });
  }

  async #save(): Promise<void> {
    this.#read();
    if (!this.#draft.isDirty) this.#hooks.cancelled();
    else await this.#run(() => this.#draft.save(), "Saved");
  }

  async #run(work: () => Promise<Changed | null>, words: string): Promise<void> {
    if (this.#form.getAttribute("aria-busy") === "true") return;
    this.#form.setAttribute("aria-busy", "true");
    try {
      const changed = await work();
      if (changed) this.#hooks.done(changed, words);
      else this.#show();
    } finally {
      this.#form.removeAttribute("aria-busy");
    }
  }

  #settle(whose: "mine" | "theirs"): void {
    this.#read();
    this.#draft.settle(whose);
    this.#show();
    if (whose === "mine") this.#form.requestSubmit();
    else this.#field("text").focus();
  }

  #read(): void {
    this.#draft.text = this.#field("text").value;
    if (this.#draft.element.title !== null) this.#draft.title = this.#field("title").value;
  }

  #show(): void {
    this.#field("text").value = this.#draft.text;
    if (this.#draft.element.title !== null) this.#field("title").value = this.#draft.title;
    const { current, problem } = this.#draft;
    const conflict = this.#find("[data-element-conflict]");
    conflict.hidden = current === null;
    if (current) {
      this.#find("[data-element-by]").textContent = current.by ?? "Somebody";
      this.#find("[data-element-theirs]").textContent = current.text ?? "deleted";
      this.#find("[data-element-do=theirs]").hidden = current.text === null;
      this.#find("[data-element-do=mine]").hidden = current.text === null;
      conflict.querySelector<HTMLElement>("button:not([hidden])")?.focus();
    }
    const alert = this.#find("[data-element-problem]");
    alert.textContent = current ? "" : problem;
    alert.hidden = alert.textContent === "";
  }

  #field(name: string): HTMLTextAreaElement {
    return this.#form.elements.namedItem(name) as HTMLTextAreaElement;
  }

  #find(selector: string): HTMLElement {
    return this.#form.querySelector<HTMLElement>(selector) as HTMLElement;
  }
}
