/** The meeting page: citations, search, copy and print, and the minutes as they come. */
import { TIMEOUT_MS } from "../api";
import { followCitations } from "./cite";
import { findIn } from "./find";
import { markdownOf } from "./markdown";
import { localize } from "./moments";
import { announce, copy, start } from "./page";
import { watch } from "./watch";
import "./meeting.css";

/** Further down than this somebody is reading, and nothing is exchanged without being asked. */
const READING_PX = 240;
const PARTS = ["head", "minutes", "transcript"] as const;

const meeting = document.querySelector<HTMLElement>(".meeting");

/** The parts as the server wrote them: on the page itself citations and words get marked. */
const written = new Map<string, string>();
let update = (): void => undefined;

start({
  "show-update": () => update(),
  print: () => print(),
  "copy-minutes": async () => {
    const minutes = meeting?.querySelector("[data-part=minutes]");
    const [title, facts] = [".title", ".meeting__facts"].map((each) => text(meeting?.querySelector(each)));
    if (!minutes) return;
    announce(
      (await copy(markdownOf(title ?? "", facts ?? "", minutes)))
        ? "Copied as Markdown"
        : "This browser refused to copy",
    );
  },
});

if (meeting) {
  for (const name of PARTS) written.set(name, part(meeting, name)?.innerHTML ?? "");
  followCitations(meeting);
  findIn(meeting);
  watch("awaited" in meeting.dataset, {
    refresh: () => refresh(meeting),
    subscribe: (onChange) => subscribe(meeting.dataset.slug ?? "", onChange),
    after: (seconds, then) => {
      const timer = setTimeout(then, seconds * 1000);
      return () => clearTimeout(timer);
    },
  });
}

function text(element: Element | null | undefined): string {
  return (element?.textContent ?? "").replace(/\s+/g, " ").trim();
}

function subscribe(slug: string, onChange: (kind: string) => void): () => void {
  const events = new EventSource(`/api/rooms/${slug}/events`);
  events.addEventListener("change", (event) => {
    onChange((JSON.parse(String(event.data)) as { kind: string }).kind);
  });
  return () => events.close();
}

/** Takes what changed from the page as the server now writes it; says whether more is to come. */
async function refresh(shown: HTMLElement): Promise<boolean> {
  const response = await fetch(location.pathname, {
    credentials: "same-origin",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`the page answered ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector<HTMLElement>(".meeting");
  if (!fresh) throw new Error("the page is no meeting page");
  localize(page);
  if (replace(shown, fresh, "transcript")) findIn(shown);
  if (hasMinutes(shown.dataset.state) && isReading(shown)) offer(shown, fresh);
  else show(shown, fresh);
  return "awaited" in fresh.dataset;
}

function show(shown: HTMLElement, fresh: HTMLElement): void {
  const before = shown.dataset.state;
  const now = fresh.dataset.state ?? "";
  replace(shown, fresh, "head");
  const changed = replace(shown, fresh, "minutes");
  shown.dataset.state = now;
  if (hasMinutes(before)) {
    if (changed) announce("There are better minutes now.");
  } else if (before !== now) {
    announce(hasMinutes(now) ? "The minutes are ready." : text(shown.querySelector(".state__title")));
  }
}

/** Drafted minutes can be read, and a model's version follows. */
function hasMinutes(state: string | undefined): boolean {
  return state === "drafted" || state === "ready";
}

/** Nothing is pulled away from under somebody who reads: they are told, and show it themselves. */
function offer(shown: HTMLElement, fresh: HTMLElement): void {
  const notice = shown.querySelector<HTMLElement>("[data-update]");
  if (!notice || !isNew(part(fresh, "minutes"), "minutes")) return;
  if (notice.hidden) announce("There are better minutes now.");
  notice.hidden = false;
  update = () => {
    notice.hidden = true;
    show(shown, fresh);
    shown.querySelector<HTMLElement>(".source")?.scrollIntoView({ block: "center" });
  };
}

/** Somebody reads who has gone down the page or into the minutes. */
function isReading(shown: HTMLElement): boolean {
  const minutes = part(shown, "minutes");
  return scrollY > READING_PX || (minutes?.contains(document.activeElement) ?? false);
}

function part(root: HTMLElement, name: string): HTMLElement | null {
  return root.querySelector<HTMLElement>(`[data-part="${name}"]`);
}

function isNew(next: HTMLElement | null, name: string): boolean {
  return next !== null && next.innerHTML !== written.get(name);
}

function replace(shown: HTMLElement, fresh: HTMLElement, name: string): boolean {
  const [old, next] = [part(shown, name), part(fresh, name)];
  if (!old || !next || !isNew(next, name)) return false;
  // Somebody is searching in it: it is brought up to date the next time.
  if (old.querySelector<HTMLInputElement>("[data-find]")?.value) return false;
  written.set(name, next.innerHTML);
  const top = old.scrollTop;
  old.replaceChildren(...next.childNodes);
  old.scrollTop = top;
  return true;
}
