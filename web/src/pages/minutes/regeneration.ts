/** The form by which the host has minutes written again, by another template or without the model. */
import type { components } from "../../../generated/openapi";
import { ApiError, call } from "../../api";
import { announce, onSubmit } from "../page";

type Wanted = components["schemas"]["RegenerationBody"];

/** Saves which template the minutes of a meeting get, while there are none. */
export function offerComingTemplate(page: HTMLElement): void {
  page.addEventListener("change", (event) => {
    const choice = (event.target as HTMLElement).closest<HTMLSelectElement>("[data-template-choice]");
    if (choice) void choose(page, choice);
  });
}

async function choose(page: HTMLElement, choice: HTMLSelectElement): Promise<void> {
  try {
    const template = choice.value as "general";
    await call("PATCH", `/rooms/${encodeURIComponent(page.dataset.slug ?? "")}`, { settings: { template } });
    announce(`The minutes of this meeting get the template “${choice.selectedOptions[0]?.text}”.`);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    announce(error.message);
  }
}

/** Listens to forms in the page; minutes that were replaced have a fresh one. */
export function offerRegeneration(page: HTMLElement, renew: () => Promise<void>): void {
  page.addEventListener("focusin", (event) => {
    const form = (event.target as HTMLElement).closest<HTMLFormElement>("[data-regeneration-form]");
    if (!form || "isWired" in form.dataset) return;
    form.dataset.isWired = "";
    onSubmit(form, async (fields) => {
      await call("POST", `/rooms/${encodeURIComponent(page.dataset.slug ?? "")}/minutes/regeneration`, wanted(fields));
      announce("The minutes are being written again. They appear here when they are ready.");
      await renew();
    });
  });
}

function wanted(fields: FormData): Wanted {
  return {
    template: String(fields.get("template")) as Wanted["template"],
    writer: String(fields.get("writer")) as Wanted["writer"],
  };
}
