/**
 * The count of unread notifications in the header, live in every tab.
 *
 * One tab listens to the server, counts and tells the others, as browsers open few connections to a server at a time. When
 * that tab is closed, another one takes over. Where the browser cannot do that (plain http), each tab listens for itself.
 */
import { ApiError, api } from "../api";
import { oneAtATime } from "../oneAtATime";
import { Unread } from "./unread";

const NAME = "parley-notifications";
/** Said by a tab that has no count yet. */
const NEW_TAB = "count";

export function showNews(): void {
  const place = document.querySelector<HTMLElement>("[data-news]");
  const badge = place?.querySelector<HTMLElement>("[data-news-count]");
  if (!place || !badge) return;
  const unread = new Unread();
  const said = document.querySelector<HTMLElement>("[data-news-said]");
  const show = (count: number): void => {
    const shown = unread.counted(count, Date.now());
    badge.textContent = shown.badge;
    badge.hidden = shown.badge === "";
    if (shown.label) badge.setAttribute("aria-label", shown.label);
    if (said && shown.said) said.textContent = `Notifications: ${shown.said}`;
  };
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel(NAME) : undefined;
  const count = oneAtATime(async () => {
    try {
      const { count: now } = await api.unreadNotifications();
      show(now);
      tabs?.postMessage(now);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error; // the stream says when to try again
    }
  });
  let listens = false;
  const listen = (): Promise<never> => {
    listens = true;
    const events = api.notificationEvents();
    events.addEventListener("open", () => void count()); // what came while nobody listened
    events.addEventListener("change", () => void count());
    void count();
    return new Promise<never>(() => undefined); // until the tab is closed
  };
  tabs?.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (typeof data === "number") show(data);
    else if (data === NEW_TAB && listens) void count();
  });
  if (!tabs || !("locks" in navigator)) return void listen();
  void navigator.locks.request(NAME, listen);
  tabs.postMessage(NEW_TAB);
}
