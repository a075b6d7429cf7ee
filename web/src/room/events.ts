/** The room's server-sent events. Browsers reconnect after a lost connection, but not after a refusal such as 429 or 502. */

const FIRST_RETRY_MS = 5_000;
const LAST_RETRY_MS = 60_000;

/**
 * Calls `onChange` at each event, of one kind if it is given, and whenever one may have been missed: at the start, and each
 * time the stream opens. Returns the function that stops.
 */
export function watchChanges(slug: string, onChange: () => void, only?: string): () => void {
  let events: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retryMs = FIRST_RETRY_MS;

  const open = (): void => {
    events = new EventSource(`/api/rooms/${encodeURIComponent(slug)}/events`);
    events.addEventListener("change", (event) => {
      if (only === undefined || kindOf(event) === only) onChange();
    });
    events.addEventListener("open", () => {
      retryMs = FIRST_RETRY_MS;
      onChange();
    });
    events.addEventListener("error", () => {
      if (events.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, retryMs);
      retryMs = Math.min(LAST_RETRY_MS, 2 * retryMs);
    });
    onChange();
  };
  open();
  return () => {
    clearTimeout(timer);
    events.close();
  };
}

function kindOf(event: MessageEvent<unknown>): string {
  return (JSON.parse(String(event.data)) as { kind: string }).kind;
}
