/** Handing a series over: asked once more, as it cannot be taken back, and told afterwards. */
import { api } from "../api";
import { onSubmit } from "./page";

/** Takes charge of the form; what is handed over is no longer this person's to change, so the result takes the page's place. */
export function offerHandingOver(form: HTMLFormElement): void {
  onSubmit(form, async (fields) => {
    const { series = "", name } = form.dataset;
    const heir = form.querySelector("select")?.selectedOptions[0]?.dataset.name ?? "";
    if (!confirm(`Hand “${name}” over to ${heir}? You cannot take it back yourself.`)) return;
    await api.handSeriesOver(series, String(fields.get("participant")));
    showResult(heir);
  });
}

function showResult(heir: string): void {
  const result = document.querySelector<HTMLTemplateElement>("template[data-handed-over]")?.content;
  const place = result?.querySelector("[data-heir]");
  if (!result || !place) return;
  place.textContent = heir;
  document.querySelector("main")?.replaceChildren(result);
  document.querySelector<HTMLElement>("main h1")?.focus();
}
