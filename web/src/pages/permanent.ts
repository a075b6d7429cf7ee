/** The page of a permanent room. */
import { api } from "../api";
import { start } from "./page";

start({
  "end-permanent": async (button) => {
    if (!confirm(`End “${button.dataset.name}” for good? Its link will open no further meeting.`)) return;
    await api.endPermanentRoom(button.dataset.slug ?? "");
    location.assign("/");
  },
});
