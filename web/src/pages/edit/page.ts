/** Corrections on the meeting page: a mode in which sentences are chosen, and what others correct meanwhile. */
import { type Calls, type Corrected, callsOf } from "./calls";
import { glossaryDialog, replaceDialog } from "./dialogs";
import { FixForm, segmentOf } from "./fixForm";
import "./edit.css";
import { sentenceOf } from "../refusals";

export interface CorrectionHooks {
  /** Fetches the page again and shows it as it is now. */
  renew: () => Promise<void>;
  /** Fetches it for better minutes, which may only be offered. */
  refreshMinutes: () => Promise<unknown>;
  /** Shows the action items as they are now. */
  refreshTasks: () => Promise<void>;
  /** Words on the page were changed in place. */
  reworded: () => void;
  announce: (words: string) => void;
}

/** Marks on the minutes are fetched when nobody has corrected anything for so long. */
const QUIET_MS = 1500;

export class Corrections {
  readonly #meeting: HTMLElement;
  readonly #hooks: CorrectionHooks;
  readonly #calls: Calls;
  readonly #open: Record<string, () => void>;
  #isOn = false;
  #form: FixForm | null = null;
  #asOf: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The page is renewed once the form is closed. */
  #isBehind = false;

  constructor(meeting: HTMLElement, hooks: CorrectionHooks) {
    this.#meeting = meeting;
    this.#hooks = hooks;
    this.#calls = callsOf(meeting.dataset.slug ?? "");
    this.#asOf = meeting.dataset.asOf ?? new Date().toISOString();
    const [replace, glossary] = ["replace", "glossary"].map((name) =>
      meeting.querySelector<HTMLDialogElement>(`dialog[data-${name}]`),
    );
    this.#open = {
      ...(replace && { replace: replaceDialog(replace, this.#calls, (words) => void this.#renew(words)) }),
      ...(glossary && { glossary: glossaryDialog(glossary, this.#calls, hooks.announce) }),
    };
    // Before others that listen to the meeting: in this mode a click is no wish to play.
    meeting.addEventListener("click", (event) => this.#clicked(event), { capture: true });
    meeting.addEventListener("keydown", (event) => this.#pressed(event), { capture: true });
    this.#listen();
  }

  /** Whether a sentence is being corrected: the transcript must stay. */
  get isOpen(): boolean {
    return this.#form !== null;
  }

  /** Takes over the transcript of a fresh page. */
  transcriptReplaced(): void {
    this.#showMode();
  }

  /** Has the minutes written again. */
  async rewrite(button: HTMLElement): Promise<void> {
    await this.#calls.rewrite();
    button.closest("[data-stale]")?.remove();
    this.#hooks.announce("The minutes are being written again. They appear here when they are ready.");
  }

  #clicked(event: MouseEvent): void {
    const target = event.target as Element;
    if (target.closest("[data-correct-mode]")) this.#setMode(!this.#isOn);
    const what = target.closest<HTMLElement>("[data-correct-do]")?.dataset.correctDo;
    if (what) this.#open[what]?.();
    const said = this.#isOn ? this.#editable(target) : null;
    if (!said || getSelection()?.type === "Range") return;
    event.preventDefault();
    event.stopPropagation();
    this.#fix(said);
  }

  #pressed(event: KeyboardEvent): void {
    const said = this.#isOn ? this.#editable(event.target as Element) : null;
    if (said !== event.target || !said || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = this.#all();
    const at = all.indexOf(said);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step !== undefined) this.#choose(all[Math.min(all.length - 1, Math.max(0, at + step))] ?? said);
    else if (event.key === "Enter" || event.key === " " || event.key === "F2") this.#fix(said);
    else if (event.key === "Escape") {
      this.#setMode(false);
      this.#meeting.querySelector<HTMLElement>("[data-correct-mode]")?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #scope(): string {
    return this.#meeting.querySelector<HTMLElement>("[data-correct]")?.dataset.correct === "all"
      ? "[data-segment]"
      : "[data-own]";
  }

  #all(): HTMLElement[] {
    return [...this.#meeting.querySelectorAll<HTMLElement>(`.transcript__body ${this.#scope()}`)];
  }

  #editable(target: Element): HTMLElement | null {
    return target.closest<HTMLElement>(`.transcript__body ${this.#scope()}`);
  }

  #setMode(isOn: boolean): void {
    if (this.#form) return;
    this.#isOn = isOn;
    this.#showMode();
  }

  #showMode(): void {
    this.#meeting.querySelector("[data-correct-mode]")?.setAttribute("aria-pressed", String(this.#isOn));
    const tools = this.#meeting.querySelector<HTMLElement>("[data-correct-tools]");
    if (tools) tools.hidden = !this.#isOn;
    this.#meeting.querySelector(".transcript")?.classList.toggle("transcript--correcting", this.#isOn);
    for (const said of this.#meeting.querySelectorAll("[data-segment][role=button]")) {
      said.removeAttribute("role");
      said.removeAttribute("tabindex");
    }
    if (!this.#isOn) return;
    const all = this.#all();
    for (const said of all) {
      said.setAttribute("role", "button");
      said.tabIndex = -1;
    }
    const first = all.find((said) => said.getBoundingClientRect().bottom > 0) ?? all[0];
    if (first) first.tabIndex = 0;
  }

  /** One sentence is reached by Tab, the others by the arrows. */
  #choose(said: HTMLElement): void {
    for (const other of this.#meeting.querySelectorAll<HTMLElement>('[data-segment][tabindex="0"]'))
      other.tabIndex = -1;
    said.tabIndex = 0;
    said.focus();
  }

  #fix(said: HTMLElement): void {
    if (this.#form?.isDirty) {
      this.#hooks.announce("Save or cancel the sentence you are correcting first.");
      return;
    }
    this.#form?.close();
    const template = this.#meeting.querySelector<HTMLTemplateElement>("template[data-fix-template]");
    if (!template) return;
    const { id } = segmentOf(said);
    const turn = said.closest(".turn");
    const [who, when] = [".turn__who", ".turn__when"].map((each) => turn?.querySelector(each)?.textContent ?? "");
    const place = {
      said,
      label: `${who} at ${when}`,
      next: () => {
        const all = [...this.#meeting.querySelectorAll<HTMLElement>(".transcript__body [data-segment]")];
        const next = all[all.indexOf(said) + 1];
        return next && this.#editable(next) ? segmentOf(next) : null;
      },
      done: (corrected: Corrected, words: string) => this.#done(id, corrected, words),
      cancelled: () => this.#closed(id),
    };
    this.#form = new FixForm(template, place, this.#calls);
  }

  #done(id: string, corrected: Corrected, words: string): void {
    this.#form = null;
    if (words === "Saved") {
      for (const each of corrected.segments) this.#reword(each.id, each.text, each.revision);
      this.#hooks.reworded();
      this.#hooks.announce("Saved");
      this.#later();
    } else void this.#renew(words).then(() => this.#focus(id));
    this.#focus(id);
  }

  #closed(id: string): void {
    this.#form = null;
    this.#focus(id);
    if (this.#isBehind) this.#later();
  }

  #focus(id: string): void {
    const said = this.#meeting.querySelector<HTMLElement>(`[data-segment="${CSS.escape(id)}"]`);
    if (said && this.#isOn) this.#choose(said);
  }

  #reword(id: string, text: string, revision: number): void {
    const said = this.#meeting.querySelector<HTMLElement>(`[data-segment="${CSS.escape(id)}"]`);
    if (!said) return;
    said.textContent = text;
    said.dataset.revision = String(revision);
    said.classList.add("said--corrected");
  }

  async #renew(words = ""): Promise<void> {
    clearTimeout(this.#timer);
    this.#isBehind = false;
    if (words !== "") this.#hooks.announce(words);
    await this.#hooks.renew();
  }

  /** Renews the page when nobody corrects anything for a moment. */
  #later(): void {
    this.#isBehind = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!this.isOpen) void this.#renew().catch(() => undefined);
    }, QUIET_MS);
  }

  /** Follows what others correct while the page is seen; it catches up when it is seen again. */
  #listen(): void {
    const slug = encodeURIComponent(this.#meeting.dataset.slug ?? "");
    let events: EventSource | null = null;
    const follow = (): void => {
      if (document.visibilityState === "hidden") {
        events?.close();
        events = null;
      } else if (!events) {
        events = new EventSource(`/api/rooms/${slug}/events`);
        events.addEventListener("change", (event) => {
          const { kind } = JSON.parse(String(event.data)) as { kind: string };
          if (kind === "transcript") void this.#catchUp();
          else if (kind === "minutes") void this.#hooks.refreshMinutes().catch(() => undefined);
          else if (kind === "action_items") void this.#hooks.refreshTasks().catch(() => undefined);
        });
      }
    };
    document.addEventListener("visibilitychange", () => {
      follow();
      if (document.visibilityState === "visible") void this.#catchUp();
    });
    follow();
  }

  /** Shows what was corrected since: words in place, and everything else by a fresh page. */
  async #catchUp(): Promise<void> {
    try {
      const { segments, as_of: asOf } = await this.#calls.changed(this.#asOf);
      this.#asOf = asOf;
      const changed = segments.filter(({ id, revision, state }) => state !== "open" && this.#isNew(id, revision));
      if (changed.length > 0) this.#later();
    } catch (error) {
      sentenceOf(error); // a refusal or a lost network: the next event, or the next look at the page, catches up
    }
  }

  #isNew(id: string, revision: number): boolean {
    const said = this.#meeting.querySelector<HTMLElement>(`[data-segment="${CSS.escape(id)}"]`);
    return !said || Number(said.dataset.revision) < revision;
  }
}
