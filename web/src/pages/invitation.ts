/** The page that an invitation opens: an answer, and the way into the meeting. */
import { api } from "../api";
import { form, onSubmit, start } from "./page";
import "./invitations.css";

const SAID = { accepted: "You are coming.", tentative: "You may come.", declined: "You are not coming." } as const;
type Answer = keyof typeof SAID;
const token = location.pathname.split("/").at(-1) ?? "";

start({
  answer: async (button) => {
    const wanted = button.dataset.answer as Answer;
    await api.answerInvitation(token, wanted);
    for (const each of document.querySelectorAll<HTMLElement>("[data-answer]"))
      each.setAttribute("aria-pressed", String(each === button));
    const said = document.querySelector<HTMLElement>("[data-said]");
    if (said) said.textContent = SAID[wanted];
  },
});

const enter = form("enter");
if (enter) {
  onSubmit(enter, async (fields) => {
    const name = fields.get("name");
    const entered = await api.enterByInvitation(token, typeof name === "string" ? { name } : {});
    location.assign(`/r/${entered.slug}`);
  });
}
