/** A box to ask in, and the answer below it; on a meeting's page citations light up its own words. */
import { ApiError, problemOf, token } from "../../api";
import { type Answer, after, BEGUN, clock, ended, failed, linkTo, type Quote, statusOf } from "./answer";
import { readEvents } from "./stream";
import "./ask.css";

/** Wires the page's box, if it has one. */
export function offerAsking(root: ParentNode): void {
  const box = root.querySelector<HTMLElement>("[data-ask]");
  if (box) new AskBox(box);
}

class AskBox {
  readonly #box: HTMLElement;
  readonly #slug: string;
  readonly #status: HTMLElement;
  readonly #place: HTMLElement;
  readonly #stop: HTMLButtonElement;
  #leaving: AbortController | null = null;
  #shown = "";

  constructor(box: HTMLElement) {
    this.#box = box;
    this.#slug = box.dataset.ask ?? "";
    this.#status = part(box, "[data-ask-status]");
    this.#place = part(box, "[data-ask-answer]");
    this.#stop = part(box, "[data-ask-stop]");
    const form = part<HTMLFormElement>(box, "form");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = String(new FormData(form).get("text") ?? "").trim();
      if (text !== "") void this.#ask(text);
    });
    this.#stop.addEventListener("click", () => this.#leave());
    addEventListener("pagehide", () => this.#leave());
  }

  #leave(): void {
    this.#leaving?.abort();
    this.#leaving = null;
    this.#stop.hidden = true;
    this.#box.toggleAttribute("data-busy", false);
  }

  async #ask(text: string): Promise<void> {
    this.#leave();
    const leaving = new AbortController();
    this.#leaving = leaving;
    this.#stop.hidden = false;
    this.#box.toggleAttribute("data-busy", true);
    let answer = BEGUN;
    this.#show(answer);
    try {
      const response = await fetch("/api/questions", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRF-Token": token() },
        body: JSON.stringify(this.#slug ? { text, slug: this.#slug } : { text }),
        credentials: "same-origin",
        signal: leaving.signal,
      });
      if (!response.ok) throw new ApiError(await problemOf(response));
      await readEvents(response, (event) => {
        answer = after(answer, event);
        this.#show(answer);
      });
      answer = ended(answer);
    } catch (error) {
      if (leaving.signal.aborted) {
        this.#status.textContent = "Stopped.";
        return;
      }
      answer = failed(answer, error instanceof ApiError ? error.problem.detail : undefined);
    }
    if (this.#leaving === leaving) this.#leave();
    this.#show(answer);
  }

  #show(answer: Answer): void {
    const status = statusOf(answer, this.#slug ? "meeting" : "meetings");
    if (this.#status.textContent !== status) this.#status.textContent = status;
    this.#status.classList.toggle("ask__status--failed", answer.phase === "failed");
    const shown = JSON.stringify([answer.statements, answer.quotes]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#place.replaceChildren(...this.#statements(answer), ...this.#quotes(answer));
  }

  #statements(answer: Answer): HTMLElement[] {
    if (answer.statements.length === 0) return [];
    const list = element("div", "ask__statements");
    for (const statement of answer.statements) {
      const line = element("p", "ask__statement", `${statement.text} `);
      for (const quote of statement.citations) line.append(this.#link(quote, "cite", clock(quote.start_ms)));
      list.append(line);
    }
    return [list];
  }

  #quotes(answer: Answer): HTMLElement[] {
    if (answer.quotes.length === 0) return [];
    const list = element("ul", "ask__quotes");
    list.setAttribute("aria-label", "What people said");
    for (const quote of answer.quotes) {
      const item = element("li", "ask__quote");
      const said = element("blockquote", "ask__said", quote.text);
      item.append(said, this.#link(quote, "ask__where", this.#whereOf(quote)));
      list.append(item);
    }
    return [list];
  }

  #whereOf(quote: Quote): string {
    const where = `${quote.speaker} · ${clock(quote.start_ms)}`;
    return this.#slug ? where : `${quote.meeting} · ${where}`;
  }

  #link(quote: Quote, name: string, text: string): HTMLAnchorElement {
    const link = element("a", name, text);
    link.href = this.#slug ? `#s-${quote.segment_id}` : linkTo(quote);
    if (this.#slug) link.dataset.cite = quote.segment_id;
    if (name === "cite") link.setAttribute("aria-label", `${quote.meeting}, ${quote.speaker}, ${text}`);
    return link;
  }
}

function part<T extends HTMLElement>(box: HTMLElement, selector: string): T {
  const found = box.querySelector<T>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
}

function element<K extends keyof HTMLElementTagNameMap>(kind: K, name: string, text = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(kind);
  made.className = name;
  made.textContent = text;
  return made;
}
