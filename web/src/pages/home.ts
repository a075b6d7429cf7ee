/** The home page: starting, scheduling and joining meetings, and notifications. */
import { api, call } from "../api";
import { chosenIn, linkChange } from "../doors";
import { namingLink, watchLink } from "./chosen-link";
import { entriesOf, meetingName, roomLink, slugOf } from "./links";
import { beginOf } from "./moments";
import { announce, copy, form, onSubmit, quoting, showAt, start } from "./page";
import { fieldsOf, PERMANENT, ruleOf } from "./repeats";
import { Tasks } from "./tasks/page";
import "./home.css";
import "./linked.css";

const DONE_MS = 2000;

start({
  "new-meeting": async (button) => {
    const name = meetingName(button.dataset.name ?? "");
    const language = document.querySelector<HTMLSelectElement>("[data-new-language]")?.value;
    const room = await api.createRoom({
      name,
      type: "instant",
      ...zone(),
      ...(language ? { settings: { language } } : {}),
    });
    location.assign(`/r/${room.slug}`);
  },
  "copy-link": async (button) => {
    const link = roomLink(location.origin, button.dataset.slug ?? "");
    const copied = await copy(link);
    announce(copied ? "Link copied" : link);
    const label = button.textContent;
    button.textContent = copied ? "Copied" : link;
    if (copied) setTimeout(() => (button.textContent = label), DONE_MS);
  },
  cancel: async (button) => {
    if (!confirm(`Cancel “${button.dataset.name}”? Its link will stop working.`)) return;
    await call("DELETE", `/rooms/${button.dataset.slug}`);
    location.reload();
  },
  "read-notification": async (button) => {
    const row = button.closest<HTMLElement>("[data-notification]");
    await api.readNotification(row?.dataset.notification ?? "");
    forget(row);
  },
  "open-notification": (link) => {
    const id = link.closest<HTMLElement>("[data-notification]")?.dataset.notification;
    // The page is being left: after a failure the notification is shown again next time.
    void api.readNotification(id ?? "").catch(() => undefined);
  },
});

const mine = document.querySelector<HTMLElement>("[data-my-tasks]");
if (mine) new Tasks(mine);

const join = form("join-by-link");
if (join) {
  onSubmit(join, (fields) => {
    const slug = slugOf(String(fields.get("link")));
    if (slug) location.assign(`/r/${slug}`);
    else showAt(join, "link", "There is no meeting link in this. Paste the whole link, or type the code at its end.");
  });
}

const schedule = form("schedule");
if (schedule) {
  const begins = schedule.querySelector<HTMLInputElement>("[name=scheduled_start_time]");
  const often = schedule.querySelector<HTMLSelectElement>("[name=repeats]");
  const showFields = (): void => {
    const shown = fieldsOf(often?.value ?? "");
    for (const [name, isShown] of Object.entries(shown)) {
      for (const field of schedule.querySelectorAll<HTMLElement>(`[data-if-${name}]`)) {
        field.hidden = !isShown;
        // What is hidden is not required either.
        for (const input of field.querySelectorAll<HTMLInputElement>("input, select")) input.disabled = !isShown;
      }
    }
  };
  often?.addEventListener("change", showFields);
  showFields();
  watchLink(schedule);
  onSubmit(schedule, async (fields) => {
    const chosen = String(fields.get("repeats"));
    const begin = chosen === PERMANENT ? null : beginOf(String(fields.get("scheduled_start_time")), new Date());
    if (typeof begin === "string") {
      showAt(schedule, "scheduled_start_time", begin);
      begins?.focus();
      return;
    }
    const doors = chosenIn(fields);
    const members = entriesOf(String(fields.get("members")));
    const planned = {
      name: String(fields.get("name")),
      ...zone(),
      ...doors,
      members,
      ...linkChange(String(fields.get("link")), ""),
      settings: {
        ...doors.settings,
        language: String(fields.get("language")),
        recording: recordingOf(fields.get("recording")),
        template: String(fields.get("template")),
        keep_recordings_days: Number(fields.get("keep_recordings_days")),
        keep_transcripts_days: Number(fields.get("keep_transcripts_days")),
        keep_chat_days: Number(fields.get("keep_chat_days")),
      },
    };
    const make = (): Promise<unknown> => {
      if (begin === null) return api.createPermanentRoom(planned);
      const timed = { ...planned, scheduled_minutes: Number(fields.get("scheduled_minutes")) };
      const repeats = ruleOf(chosen, String(fields.get("last_day")));
      return repeats
        ? api.createSeries({ ...timed, repeats, starts: begin.toISOString() })
        : api.createRoom({ ...timed, type: "scheduled", scheduled_start_time: begin.toISOString() });
    };
    await quoting("members", members, namingLink(make()));
    location.reload();
  });
}

function recordingOf(chosen: FormDataEntryValue | null): "host" | "start" | "off" {
  return chosen === "start" || chosen === "off" ? chosen : "host";
}

/** The browser's time zone, for dates in the minutes; left out where the browser does not know it (Etc/Unknown). */
function zone(): { time_zone?: string } {
  const name = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return name && name !== "Etc/Unknown" ? { time_zone: name } : {};
}

/** Removes a read notification, and the section with the last one. */
function forget(row: HTMLElement | null): void {
  const section = row?.closest<HTMLElement>("[data-section]");
  row?.remove();
  const next = section?.querySelector<HTMLElement>("[data-action=read-notification]");
  if (next) next.focus();
  else section?.remove();
  announce("Marked as read");
}
