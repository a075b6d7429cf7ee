/** Signing in and registering: either way one is signed in afterwards and goes on. */
import { call } from "../http";
import { form, onSubmit, start } from "./page";

const PATHS = { signin: "/api/sessions", register: "/api/people" } as const;

start();
for (const [name, path] of Object.entries(PATHS)) {
  const found = form(name);
  if (!found) continue;
  onSubmit(found, async (fields) => {
    await call("POST", path, Object.fromEntries(fields));
    location.assign(found.dataset["next"] ?? "/");
  });
}
