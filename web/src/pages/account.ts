/** The account page: ending a session elsewhere, and changing the password. */
import { api } from "../api";
import { announce, form, onSubmit, start } from "./page";

start({
  "set-reports": async (box) => {
    const { wanted } = await api.setReportsWanted((box as HTMLInputElement).checked);
    announce(wanted ? "Reports are written from now on." : "Your reports are deleted, and none is written.");
  },
  revoke: async (button) => {
    await api.revokeSession(button.dataset.id ?? "");
    const row = button.closest("li");
    const next = row?.nextElementSibling ?? row?.previousElementSibling;
    next?.querySelector<HTMLElement>("button")?.focus();
    row?.remove();
  },
  "show-passwords": (box) => {
    const type = (box as HTMLInputElement).checked ? "text" : "password";
    for (const field of passwords()) field.type = type;
  },
});

const change = form("password");
if (change) {
  onSubmit(change, async (fields) => {
    announce("");
    await api.changePassword(String(fields.get("current")), String(fields.get("password")));
    for (const field of passwords()) field.value = "";
    for (const button of document.querySelectorAll("[data-action=revoke]")) button.closest("li")?.remove();
    announce("Your password is changed. All other sessions have ended.");
  });
}

/** Not the form's reset(): the box that shows them stays as it is. */
function passwords(): NodeListOf<HTMLInputElement> {
  return document.querySelectorAll("#current, #password");
}
