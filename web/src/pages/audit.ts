/** The audit page: getting and giving up administrator access. */
import { api } from "../api";
import { form, onSubmit, start } from "./page";
import "./audit.css";

start({
  "end-elevation": async () => {
    await api.endElevation();
    location.assign("/admin/audit");
  },
});

const asked = form("elevate");
if (asked) {
  onSubmit(asked, async (fields) => {
    await api.elevate(String(fields.get("password")), String(fields.get("reason")));
    location.reload();
  });
}
