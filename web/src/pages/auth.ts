/** Signing in and registering: either way one is signed in afterwards and goes on. */
import { api } from "../api";
import { form, onSubmit, start } from "./page";

start();

enter("signin", (text) => api.signIn(text("email"), text("password")));
enter("register", (text) => api.register(text("email"), text("name"), text("password")));

function enter(name: string, ask: (text: (field: string) => string) => Promise<unknown>): void {
  const found = form(name);
  if (!found) return;
  onSubmit(found, async (fields) => {
    await ask((field) => String(fields.get(field)));
    location.assign(found.dataset.next ?? "/");
  });
}
