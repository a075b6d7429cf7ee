/** The dialogs of the whole meeting: replacing a term, and the glossary. */

import { sentenceOf } from "../refusals";
import type { Calls, Preview } from "./calls";
import { Replacement } from "./replacement";

type Hit = Preview["hits"][number];

/** Wires the dialog; `changed` is called when the transcript was. Returns what opens it. */
export function replaceDialog(dialog: HTMLDialogElement, calls: Calls, changed: (words: string) => void): () => void {
  const form = dialog.querySelector("form") as HTMLFormElement;
  const find = (name: string): HTMLElement => form.querySelector(`[data-replace-${name}]`) as HTMLElement;
  const [apply, undo] = ["apply", "undo"].map((what) => form.querySelector(`[data-replace-do=${what}]`)) as [
    HTMLButtonElement,
    HTMLButtonElement,
  ];
  let shown: Preview | null = null;
  const replacement = new Replacement(
    calls,
    () => {
      const { preview, problem, words, canApply, done, isBusy } = replacement;
      find("count").textContent = words;
      find("problem").textContent = problem;
      find("problem").hidden = problem === "";
      apply.hidden = done !== null || preview === null || preview.total === 0;
      apply.disabled = !canApply;
      undo.hidden = done === null || done.segments === 0;
      undo.disabled = isBusy;
      if (preview !== shown) find("hits").replaceChildren(...(preview?.hits ?? []).map((hit) => row(hit, replacement)));
      shown = preview;
    },
    (ms, then) => {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
  );
  const fields = (): FormData => new FormData(form);
  form.addEventListener("input", (event) => {
    const name = (event.target as HTMLInputElement).name;
    if (name === "" || name === "glossary") return;
    const data = fields();
    replacement.ask({
      heard: String(data.get("heard") ?? ""),
      meant: String(data.get("meant") ?? ""),
      matches_case: data.has("matches_case"),
      in_words: data.has("in_words"),
    });
  });
  form.addEventListener("keydown", (event) => {
    // Enter in a field would close the dialog as its button does.
    if (event.key === "Enter" && (event.target as HTMLElement).matches("input:not([type=checkbox])")) {
      event.preventDefault();
      if (replacement.canApply) apply.focus();
    }
  });
  apply.addEventListener("click", async () => {
    if (await replacement.apply(fields().has("glossary"))) changed(replacement.words);
  });
  undo.addEventListener("click", async () => {
    if (await replacement.undo()) changed("Undone");
  });
  return () => {
    form.reset();
    replacement.ask({ heard: "", meant: "", matches_case: false, in_words: false });
    dialog.showModal();
  };
}

function row(hit: Hit, replacement: Replacement): HTMLElement {
  const item = document.createElement("li");
  const label = item.appendChild(document.createElement("label"));
  label.className = "fix__check";
  const box = label.appendChild(document.createElement("input"));
  box.type = "checkbox";
  box.checked = !replacement.left.has(hit.segment_id);
  box.dataset.segmentHit = hit.segment_id;
  const words = label.appendChild(document.createElement("span"));
  words.dir = "auto";
  const who = words.appendChild(document.createElement("span"));
  who.className = "terms__who";
  who.textContent = `${hit.speaker}: `;
  words.append(hit.before);
  words.appendChild(document.createElement("del")).textContent = hit.found;
  words.append(" ");
  words.appendChild(document.createElement("ins")).textContent = hit.instead;
  words.append(hit.after);
  box.addEventListener("change", () => {
    // A sentence is replaced as a whole: its other places follow.
    const all = item.parentElement?.querySelectorAll<HTMLInputElement>("input[data-segment-hit]") ?? [];
    for (const other of all) if (other.dataset.segmentHit === hit.segment_id) other.checked = box.checked;
    replacement.leave(hit.segment_id, !box.checked);
  });
  return item;
}

/** Wires the dialog; returns what opens it. */
export function glossaryDialog(dialog: HTMLDialogElement, calls: Calls, saved: (words: string) => void): () => void {
  const form = dialog.querySelector("form") as HTMLFormElement;
  const terms = form.querySelector("textarea") as HTMLTextAreaElement;
  const others = form.querySelector("[data-glossary-others]") as HTMLFieldSetElement;
  const problem = form.querySelector("[data-glossary-problem]") as HTMLElement;
  const tell = (words: string): void => {
    problem.textContent = words;
    problem.hidden = words === "";
  };
  const boxes = (): HTMLInputElement[] => [...others.querySelectorAll<HTMLInputElement>("input")];

  form.querySelector("[data-glossary-do=save]")?.addEventListener("click", async () => {
    const lines = terms.value.split("\n").map((line) => line.trim());
    const kept = boxes()
      .filter((box) => box.checked)
      .map((box) => box.value);
    try {
      await calls.setGlossary(
        [...new Set(lines.filter((line) => line !== ""))],
        kept.length < boxes().length ? kept : null,
      );
    } catch (error) {
      tell(sentenceOf(error));
      return;
    }
    dialog.close();
    saved("The glossary is saved");
  });
  return async () => {
    tell("");
    try {
      const glossary = await calls.glossary();
      terms.value = glossary.terms.join("\n");
      others.querySelectorAll("label").forEach((label) => {
        label.remove();
      });
      for (const term of glossary.from_other_meetings) {
        const label = others.appendChild(document.createElement("label"));
        label.className = "fix__check";
        const box = label.appendChild(document.createElement("input"));
        Object.assign(box, { type: "checkbox", checked: true, value: term });
        label.append(term);
      }
      others.hidden = glossary.from_other_meetings.length === 0;
    } catch (error) {
      tell(sentenceOf(error));
    }
    dialog.showModal();
  };
}
