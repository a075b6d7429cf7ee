/** The account page: ending a session elsewhere. */
import { api } from "../api";
import { start } from "./page";

start({
  revoke: async (button) => {
    await api.revokeSession(button.dataset.id ?? "");
    const row = button.closest("li");
    const next = row?.nextElementSibling ?? row?.previousElementSibling;
    next?.querySelector<HTMLElement>("button")?.focus();
    row?.remove();
  },
});
