/** Forgetting what somebody said: the dialog says what goes, and the page is fetched anew without it. */
import { api } from "../api";
import { form, onSubmit } from "./page";
import "./forget.css";

/** Of the page's clicks. */
export const FORGET_ACTIONS = {
  forget: () => dialog()?.showModal(),
  "forget-cancel": () => dialog()?.close(),
};

/** `done` is called once the words are gone. */
export function offerForgetting(slug: string, done: () => void): void {
  const asked = form("forget");
  if (asked === null) return;
  onSubmit(asked, async (fields) => {
    await api.forgetWords(slug, String(fields.get("participant")), fields.has("chat"));
    dialog()?.close();
    done();
  });
}

function dialog(): HTMLDialogElement | null {
  return document.querySelector<HTMLDialogElement>("#forget");
}
