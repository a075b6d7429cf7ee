/** The form in the transcript in which one segment is corrected, in place of its words. */

import { sentenceOf } from "../refusals";
import type { Calls, Corrected, History, SpeakerChange } from "./calls";
import { Editor, type Segment } from "./editor";

export interface FixPlace {
  said: HTMLElement;
  /** Who said it and when, for screen readers. */
  label: string;
  /** The segment that follows on the page, if it may be joined. */
  next: () => Segment | null;
  /** Something was corrected; the form is closed. */
  done: (corrected: Corrected, words: string) => void;
  /** The form was closed without a correction. */
  cancelled: () => void;
}

export function segmentOf(said: HTMLElement): Segment {
  return {
    id: said.dataset.segment ?? "",
    revision: Number(said.dataset.revision),
    text: said.firstChild?.textContent ?? "",
  };
}

export class FixForm {
  readonly #editor: Editor;
  readonly #calls: Calls;
  readonly #place: FixPlace;
  readonly #segment: Segment;
  readonly #form: HTMLFormElement;
  readonly #text: HTMLTextAreaElement;

  constructor(template: HTMLTemplateElement, place: FixPlace, calls: Calls) {
    this.#place = place;
    this.#calls = calls;
    this.#segment = segmentOf(place.said);
    this.#editor = new Editor(this.#segment, calls, () => this.#show());
    const copy = template.content.cloneNode(true) as DocumentFragment;
    this.#form = copy.querySelector("form") as HTMLFormElement;
    this.#text = this.#form.querySelector("textarea") as HTMLTextAreaElement;
    this.#find("[data-fix-label]").textContent = `Correct what ${place.label} said`;
    this.#text.value = this.#editor.draft;
    place.said.after(this.#form);
    place.said.hidden = true;
    this.#listen();
    this.#grow();
    this.#text.focus();
    this.#text.setSelectionRange(this.#text.value.length, this.#text.value.length);
  }

  get isDirty(): boolean {
    return this.#editor.isDirty;
  }

  close(): void {
    this.#form.remove();
    this.#place.said.hidden = false;
  }

  #find(selector: string): HTMLElement {
    return this.#form.querySelector(selector) as HTMLElement;
  }

  #listen(): void {
    // Keys and clicks in the form are nobody else's, such as the player's.
    for (const kind of ["keydown", "keyup", "click"]) {
      this.#form.addEventListener(kind, (event) => event.stopPropagation());
    }
    this.#text.addEventListener("input", () => {
      this.#editor.draft = this.#text.value;
      this.#grow();
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#save();
    });
    this.#form.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Escape") this.#cancel();
      else if (event.key === "Enter" && event.target === this.#text && !event.shiftKey) void this.#save();
      else return;
      event.preventDefault();
    });
    this.#form.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLElement>("[data-fix-do]");
      if (button) void this.#do(button.dataset.fixDo ?? "", button);
    });
    const who = this.#form.elements.namedItem("who");
    if (who instanceof HTMLSelectElement) {
      who.addEventListener("change", () => {
        this.#find("[data-fix-name]").hidden = who.value !== "name";
      });
    }
  }

  async #do(what: string, button: HTMLElement): Promise<void> {
    if (what === "cancel") this.#cancel();
    else if (what === "theirs") this.#take();
    else if (what === "mine") this.#finish(await this.#editor.keepMine(), "Saved");
    else if (what === "more") this.#toggle("[data-fix-more]", button);
    else if (what === "split") this.#finish(await this.#editor.split(this.#text.selectionStart), "Split");
    else if (what === "join") await this.#join();
    else if (what === "speaker") await this.#speaker();
    else if (what === "history") await this.#history(button);
  }

  async #save(): Promise<void> {
    if (!this.isDirty && this.#editor.status !== "conflict") this.#cancel();
    else this.#finish(await this.#editor.save(), "Saved");
  }

  #finish(corrected: Corrected | null, words: string): void {
    if (!corrected) return;
    this.close();
    this.#place.done(corrected, words);
  }

  #cancel(): void {
    this.close();
    this.#place.cancelled();
  }

  #take(): void {
    this.#editor.takeTheirs();
    this.#text.value = this.#editor.draft;
    this.#grow();
    this.#text.focus();
  }

  async #join(): Promise<void> {
    const next = this.#place.next();
    if (next) this.#finish(await this.#editor.join(next), "Joined");
    else this.#tell("The next sentence is somebody else’s, or there is none.");
  }

  async #speaker(): Promise<void> {
    const fields = new FormData(this.#form);
    const who = String(fields.get("who") ?? "name");
    const name = String(fields.get("name") ?? "").trim();
    if (who === "" || (who === "name" && name === "")) {
      this.#tell(who === "" ? "Choose who spoke." : "Write the name.");
      return;
    }
    const change: SpeakerChange =
      who === "name" ? { name } : { participant_id: who, everything: fields.get("everything") !== null };
    this.#finish(await this.#editor.speaker(change), "Changed the speaker");
  }

  async #history(button: HTMLElement): Promise<void> {
    const place = this.#find("[data-fix-history]");
    if (!this.#toggle("[data-fix-history]", button)) return;
    place.textContent = "Loading…";
    try {
      this.#showHistory(place, await this.#calls.history(this.#segment.id));
    } catch (error) {
      place.textContent = sentenceOf(error);
    }
  }

  #showHistory(place: HTMLElement, { edits, raw_text: raw }: History): void {
    const own = edits.filter(({ segment_id: id }) => id === this.#segment.id);
    const list = document.createElement("ol");
    list.className = "fix__edits";
    for (const edit of own) {
      const item = list.appendChild(document.createElement("li"));
      const by = item.appendChild(document.createElement("p"));
      const others = edit.segments > 1 ? `, ${edit.segments} sentences` : "";
      const when = new Date(edit.created_at).toLocaleString();
      by.textContent = `${edit.by ?? "Somebody"}, ${when}: ${KINDS[edit.kind] ?? edit.kind}${others}`;
      if (edit.before_speaker !== edit.after_speaker) item.append(change(edit.before_speaker, edit.after_speaker));
      if (edit.before_text !== edit.after_text) item.append(change(edit.before_text, edit.after_text));
      // What a later correction changed again is undone only after that one.
      if (edit === own[0]) item.append(this.#undoButton(edit.edit_id));
    }
    const heard = document.createElement("p");
    heard.textContent = raw === "" ? "" : `First transcribed as: ${raw}`;
    const none = document.createElement("p");
    none.textContent = "Nobody has corrected this yet.";
    place.replaceChildren(own.length > 0 ? list : none, heard);
  }

  #undoButton(edit: string): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pl-button pl-button--small";
    button.textContent = "Undo";
    button.addEventListener("click", () => void this.#editor.undo(edit).then((done) => this.#finish(done, "Undone")));
    return button;
  }

  #toggle(selector: string, button: HTMLElement): boolean {
    const place = this.#find(selector);
    place.hidden = !place.hidden;
    button.setAttribute("aria-expanded", String(!place.hidden));
    return !place.hidden;
  }

  #tell(problem: string): void {
    const place = this.#find("[data-fix-problem]");
    place.textContent = problem;
    place.hidden = problem === "";
  }

  #show(): void {
    const { status, problem, current } = this.#editor;
    this.#tell(problem);
    this.#form.setAttribute("aria-busy", String(status === "saving"));
    this.#find("[data-fix-conflict]").hidden = status !== "conflict";
    if (status !== "conflict" || !current) return;
    this.#find("[data-fix-by]").textContent = current.by ?? "Somebody";
    this.#find("[data-fix-theirs]").textContent = current.text;
  }

  /** As high as the text needs. */
  #grow(): void {
    const lines = this.#text.value.split("\n").length;
    const perLine = Math.max(20, Math.floor(this.#text.clientWidth / 8) || 60);
    this.#text.rows = Math.min(12, Math.max(2, lines, Math.ceil(this.#text.value.length / perLine)));
  }
}

const KINDS: Record<string, string> = {
  text: "other words",
  assign: "another speaker",
  rename: "another name",
  split: "split",
  join: "joined",
  replace: "a term replaced in the whole meeting",
  undo: "undone",
};

function change(before: string, after: string): HTMLElement {
  const words = document.createElement("p");
  words.dir = "auto";
  for (const [kind, text] of [
    ["del", before],
    ["ins", after],
  ] as const) {
    if (text !== "") words.appendChild(document.createElement(kind)).textContent = text;
    words.append(" ");
  }
  return words;
}
