/** The page of a permanent room. */
import { api } from "../api";
import { takeOff } from "./kept-out";
import { announce, start } from "./page";

start({
  "end-permanent": async (button) => {
    if (!confirm(`End “${button.dataset.name}” for good? Its link will open no further meeting.`)) return;
    await api.endPermanentRoom(button.dataset.slug ?? "");
    location.assign("/");
  },
  "let-back-in": async (button) => {
    const { slug = "", place = "", name } = button.dataset;
    await api.changeParticipant(slug, place, { admitted: true });
    takeOff(button);
    announce(`${name} can join again`);
  },
});
