/** The page of one's own action items, and their private link for calendars. */
import { api } from "../api";
import { announce, copy, start } from "./page";
import { Tasks } from "./tasks/page";
import "./actionItems.css";

const find = <T extends HTMLElement>(selector: string): T | null => document.querySelector<T>(selector);

start({
  "make-calendar": async (button) => {
    const { url, meetings_url: meetings } = await api.makeCalendarFeed();
    const second = find<HTMLInputElement>("#meetings-url");
    if (second) second.value = meetings;
    show("[data-calendar-meetings]", true);
    const field = find<HTMLInputElement>("#calendar-url");
    if (field) field.value = url;
    show("[data-calendar-link]", true);
    show("[data-calendar-since]", false);
    show("[data-action=copy-calendar]", true);
    show("[data-action=end-calendar]", true);
    button.textContent = "Make a new link";
    field?.focus();
    field?.select();
  },
  "copy-calendar": async () => {
    const copied = await copy(find<HTMLInputElement>("#calendar-url")?.value ?? "");
    announce(copied ? "Link copied" : "This browser refused to copy");
  },
  "end-calendar": async (button) => {
    await api.endCalendarFeed();
    show("[data-calendar-link]", false);
    show("[data-calendar-meetings]", false);
    show("[data-calendar-since]", false);
    show("[data-action=copy-calendar]", false);
    find("[data-action=make-calendar]")?.focus();
    button.hidden = true;
    announce("The link has ended");
  },
});
const mine = find("[data-my-tasks]");
if (mine) new Tasks(mine);

function show(selector: string, isShown: boolean): void {
  const element = find(selector);
  if (element) element.hidden = !isShown;
}
