/** Signing in and registering; registering signs in too. */
import { ApiError, api } from "../api";
import { form, onSubmit, start } from "./page";

start();

enter("signin", (text) => api.signIn(text("email"), text("password")));
enter("register", async (text) => {
  await api.register(text("email"), text("name"), text("password"));
  return firstSignIn(text("email"), text("password"));
});

/** Registering answers the same whether or not the address had an account, so signing in is tried next. */
async function firstSignIn(email: string, password: string): Promise<unknown> {
  try {
    return await api.signIn(email, password);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    const detail = "You may have an account with this e-mail already. Sign in with the password you chose then.";
    throw new ApiError({ ...error.problem, title: "That did not sign you in", detail });
  }
}

function enter(name: string, ask: (text: (field: string) => string) => Promise<unknown>): void {
  const found = form(name);
  if (!found) return;
  onSubmit(found, async (fields) => {
    await ask((field) => String(fields.get(field)));
    location.assign(found.dataset.next ?? "/");
  });
}
