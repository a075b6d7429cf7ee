/** The meeting page: citations, search, copy and print, and the minutes as they come. */
import { followCitations } from "./cite";
import { findIn } from "./find";
import { markdownOf } from "./markdown";
import { localize } from "./moments";
import { announce, copy, start } from "./page";
import { watch } from "./watch";

const meeting = document.querySelector<HTMLElement>(".meeting");

start({
  print: () => print(),
  "copy-minutes": async () => {
    const minutes = meeting?.querySelector("[data-part=minutes]");
    const [title, facts] = [".title", ".meeting__facts"].map((each) => text(meeting?.querySelector(each)));
    if (!minutes) return;
    announce((await copy(markdownOf(title ?? "", facts ?? "", minutes))) ? "Copied as Markdown" : "This browser refused to copy");
  },
});

if (meeting) {
  followCitations(meeting);
  findIn(meeting);
  watch(meeting.dataset["state"] ?? "", {
    refresh: () => refresh(meeting),
    listen: (ring) => listen(meeting.dataset["slug"] ?? "", ring),
    after: (seconds, then) => {
      const timer = setTimeout(then, seconds * 1000);
      return () => clearTimeout(timer);
    },
  });
}

function text(element: Element | null | undefined): string {
  return (element?.textContent ?? "").replace(/\s+/g, " ").trim();
}

function listen(slug: string, ring: (kind: string) => void): () => void {
  const events = new EventSource(`/api/rooms/${slug}/events`);
  events.addEventListener("ring", (event) => {
    ring((JSON.parse(String(event.data)) as { kind: string }).kind);
  });
  return () => events.close();
}

/** Takes the parts that changed from the page as the server now writes it; the reader's place stays. */
async function refresh(shown: HTMLElement): Promise<string> {
  const response = await fetch(location.pathname, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`the page answered ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector<HTMLElement>(".meeting");
  if (!fresh) throw new Error("the page is no meeting page");
  localize(page);
  const [before, now] = [shown.dataset["state"], fresh.dataset["state"] ?? ""];
  replace(shown, fresh, "head");
  replace(shown, fresh, "minutes");
  if (replace(shown, fresh, "transcript")) findIn(shown);
  shown.dataset["state"] = now;
  if (before !== now) announce(now === "ready" ? "The minutes are ready." : text(shown.querySelector(".state__title")));
  return now;
}

function replace(shown: HTMLElement, fresh: HTMLElement, part: string): boolean {
  const [old, next] = [shown, fresh].map((root) => root.querySelector<HTMLElement>(`[data-part="${part}"]`));
  if (!old || !next || old.innerHTML === next.innerHTML) return false;
  const [top, find] = [old.scrollTop, old.querySelector<HTMLInputElement>("[data-find]")?.value];
  // The reader is searching in it: it is brought up to date the next time.
  if (find) return false;
  old.replaceChildren(...next.childNodes);
  old.scrollTop = top;
  return true;
}
