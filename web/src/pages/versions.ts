/** The page of the versions of a meeting's minutes: restoring one. */
import { call } from "../api";
import { start } from "./page";
import "./versions.css";

const page = document.querySelector<HTMLElement>(".versions");

start({
  restore: async (button) => {
    const slug = encodeURIComponent(page?.dataset.slug ?? "");
    const version = encodeURIComponent(button.dataset.version ?? "");
    await call("POST", `/rooms/${slug}/minutes/versions/${version}/restore`);
    location.assign(`/m/${slug}/versions`);
  },
});
