/** The meeting page: citations, search, copying and printing, and updates of the minutes. */
import { api, TIMEOUT_MS } from "../api";
import { offerAsking } from "./ask/page";
import { followCitations } from "./cite";
import { Corrections } from "./edit/page";
import { offerExports } from "./export";
import { findIn } from "./find";
import { FORGET_ACTIONS, offerForgetting } from "./forget";
import { KEEP_ACTIONS, offerKeeping } from "./keep";
import { markdownOf } from "./markdown";
import { MinutesEdits } from "./minutes/page";
import { offerComingTemplate, offerRegeneration } from "./minutes/regeneration";
import { localize } from "./moments";
import { announce, copy, start } from "./page";
import { PlayerPlace } from "./player/page";
import { offerSharing, SHARE_ACTIONS } from "./share";
import { Tasks } from "./tasks/page";
import { watch } from "./watch";
import "./elements.css";
import "./decisions.css";
import "./linked.css";
import "./made.css";
import "./meeting.css";
import "./polls.css";
import "./report.css";
import "./speaking.css";
import "./videos.css";

/** Scrolled further down than this counts as reading: the minutes are then replaced only on request. */
const READING_PX = 240;
const PARTS = ["head", "minutes", "transcript", "videos"] as const;

const meeting = document.querySelector<HTMLElement>(".meeting");

/** Each part's HTML as the server sent it, without the marks of citations and search. */
const written = new Map<string, string>();
let update = (): void => undefined;
let player: PlayerPlace | null = null;
let corrections: Corrections | null = null;
let tasks: Tasks | null = null;
let edits: MinutesEdits | null = null;
let findAgain = (): void => undefined;

start({
  ...FORGET_ACTIONS,
  ...KEEP_ACTIONS,
  ...SHARE_ACTIONS,
  "refuse-report": () => wantReport(false),
  "want-report": () => wantReport(true),
  "show-update": () => update(),
  print: () => print(),
  "rewrite-minutes": (button) => corrections?.rewrite(button),
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
  offerAsking(meeting);
  offerExports(document);
  offerForgetting(meeting.dataset.slug ?? "", () => location.reload());
  offerSharing(meeting.dataset.slug ?? "");
  offerKeeping(meeting.dataset.slug ?? "", () => location.reload());
  for (const name of PARTS) written.set(name, part(meeting, name)?.innerHTML ?? "");
  followCitations(meeting);
  findAgain = findIn(meeting);
  player = new PlayerPlace(meeting);
  tasks = new Tasks(meeting);
  offerRegeneration(meeting, () => renew(meeting));
  offerComingTemplate(meeting);
  edits = new MinutesEdits(meeting, { renew: () => renew(meeting), announce });
  corrections = new Corrections(meeting, {
    renew: () => renew(meeting),
    refreshMinutes: () => refresh(meeting),
    refreshTasks: () => tasks?.refresh() ?? Promise.resolve(),
    reworded: () => {
      written.set("transcript", "");
      findAgain();
      player?.refresh(meeting);
    },
    announce,
  });
  watch("awaited" in meeting.dataset, {
    refresh: () => refresh(meeting),
    subscribe: (onChange) => subscribe(meeting.dataset.slug ?? "", onChange),
    after: (seconds, then) => {
      const timer = setTimeout(then, seconds * 1000);
      return () => clearTimeout(timer);
    },
  });
}

async function wantReport(wanted: boolean): Promise<void> {
  await api.setReportWanted(meeting?.dataset.slug ?? "", wanted);
  location.reload();
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

async function freshPage(): Promise<HTMLElement> {
  const response = await fetch(location.pathname, {
    credentials: "same-origin",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`the page answered ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector<HTMLElement>(".meeting");
  if (!fresh) throw new Error("the page is no meeting page");
  localize(page);
  return fresh;
}

/** Fetches the page and replaces what was corrected, the minutes' marks included; nobody waits for it. */
async function renew(shown: HTMLElement): Promise<void> {
  const fresh = await freshPage();
  replaceTranscript(shown, fresh);
  if (shown.dataset.state === fresh.dataset.state && !isTyping())
    for (const name of ["head", "minutes"]) replace(shown, fresh, name);
}

function replaceTranscript(shown: HTMLElement, fresh: HTMLElement): void {
  const query = shown.querySelector<HTMLInputElement>("[data-find]")?.value ?? "";
  const isFinding = document.activeElement?.matches("[data-find]") ?? false;
  if (!corrections?.isOpen && replace(shown, fresh, "transcript")) {
    const field = shown.querySelector<HTMLInputElement>("[data-find]");
    if (field) field.value = query;
    if (isFinding) field?.focus();
    findAgain = findIn(shown);
    corrections?.transcriptReplaced();
  }
  replace(shown, fresh, "videos");
  player?.refresh(fresh);
}

/** Fetches the page and replaces the parts that changed; resolves to whether more is to come. */
async function refresh(shown: HTMLElement): Promise<boolean> {
  const fresh = await freshPage();
  replaceTranscript(shown, fresh);
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
    if (changed) announce("Improved minutes are ready.");
  } else if (before !== now) {
    announce(hasMinutes(now) ? "The minutes are ready." : text(shown.querySelector(".state__title")));
  }
}

/** Drafted minutes can be read; a language model's version follows. */
function hasMinutes(state: string | undefined): boolean {
  return state === "drafted" || state === "ready";
}

/** Offers new minutes to somebody who is reading, instead of replacing the text under their eyes. */
function offer(shown: HTMLElement, fresh: HTMLElement): void {
  const notice = shown.querySelector<HTMLElement>("[data-update]");
  if (!notice || !isNew(part(fresh, "minutes"), "minutes")) return;
  if (notice.hidden) announce("Improved minutes are ready.");
  notice.hidden = false;
  update = () => {
    notice.hidden = true;
    show(shown, fresh);
    shown.querySelector<HTMLElement>(".source")?.scrollIntoView({ block: "center" });
  };
}

/** Something in the minutes would be lost if they were replaced. */
function isTyping(): boolean {
  return (tasks?.isDirty ?? false) || (edits?.isOpen ?? false);
}

/** Scrolled down, or with the focus in the minutes. */
function isReading(shown: HTMLElement): boolean {
  const minutes = part(shown, "minutes");
  if (isTyping()) return true;
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
  written.set(name, next.innerHTML);
  const top = old.scrollTop;
  old.replaceChildren(...next.childNodes);
  old.scrollTop = top;
  const offered = shown.querySelector<HTMLElement>("[data-update]");
  if (name === "minutes" && offered) offered.hidden = true;
  edits?.decorate();
  return true;
}
