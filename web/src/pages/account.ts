/** One's sessions: ending one from afar. */
import { call } from "../http";
import { start } from "./page";

start({
  revoke: async (button) => {
    await call("DELETE", `/api/sessions/${button.dataset["id"]}`);
    const row = button.closest("li");
    const next = row?.nextElementSibling ?? row?.previousElementSibling;
    next?.querySelector<HTMLElement>("button")?.focus();
    row?.remove();
  },
});
