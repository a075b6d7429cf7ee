/** The pages of notifications: marking them as read, and choosing what to be told of. */
import { api } from "../api";
import { announce, form, onSubmit, start } from "./page";
import "./notices.css";

start({
  "read-one": async (button) => {
    const row = button.closest<HTMLElement>("[data-notification]");
    await api.readNotification(row?.dataset.notification ?? "");
    const next = nextUnread(row);
    if (row) markRead(row);
    next?.focus();
    announce("Marked as read");
  },
  "read-all": async (button) => {
    await api.readAllNotifications();
    for (const row of document.querySelectorAll<HTMLElement>("[data-notification]")) markRead(row);
    button.hidden = true;
    announce("All are marked as read");
  },
  "open-notification": (link) => {
    const id = link.closest<HTMLElement>("[data-notification]")?.dataset.notification;
    // The page is being left: after a failure the notification is shown again next time.
    void api.readNotification(id ?? "").catch(() => undefined);
  },
});

const choices = form("notices");
if (choices) {
  const zone = choices.querySelector<HTMLInputElement>("[name=time_zone]");
  onSubmit(choices, async (fields) => {
    announce("");
    const told = (kind: string) => ({ in_app: fields.has(`${kind}.in_app`), email: fields.has(`${kind}.email`) });
    await api.chooseNotices({
      kinds: {
        minutes_ready: told("minutes_ready"),
        task_assigned: told("task_assigned"),
        task_due: told("task_due"),
        task_overdue: told("task_overdue"),
        mentioned: told("mentioned"),
      },
      content: fields.get("content") === "link" ? "link" : "full",
      time_zone: ownZone() ?? (zone?.value || null),
    });
    announce("Saved");
  });
}

/** The browser's time zone, in which the daily mail is sent; undefined where the browser does not know it. */
function ownZone(): string | undefined {
  const name = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return name && name !== "Etc/Unknown" ? name : undefined;
}

function markRead(row: HTMLElement): void {
  row.classList.remove("row--new");
  for (const gone of row.querySelectorAll("[data-new], [data-action=read-one]")) gone.remove();
}

function nextUnread(row: HTMLElement | null): HTMLElement | null {
  const buttons = [...document.querySelectorAll<HTMLElement>("[data-action=read-one]")];
  const own = row?.querySelector<HTMLElement>("[data-action=read-one]");
  const place = own ? buttons.indexOf(own) : -1;
  return buttons[place + 1] ?? buttons[place - 1] ?? document.querySelector<HTMLElement>("h1 ~ a, main a");
}
