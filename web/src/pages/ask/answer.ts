/** An answer while it comes: what the page shows of it, from the events of the stream. */
import type { StreamEvent } from "./stream";

export interface Quote {
  segment_id: string;
  slug: string;
  meeting: string;
  started_at: string | null;
  speaker: string;
  start_ms: number;
  text: string;
}

export interface Statement {
  text: string;
  citations: readonly Quote[];
}

export interface Answer {
  phase: "looking" | "writing" | "done" | "failed";
  quotes: readonly Quote[];
  statements: readonly Statement[];
  /** model, quotes or nothing, once it is done. */
  method: string;
  note: string;
}

export const BEGUN: Answer = { phase: "looking", quotes: [], statements: [], method: "", note: "" };
const FAILED = "The question could not be answered. Try again.";

/** The answer after an event; unknown events change nothing. */
export function after(answer: Answer, event: StreamEvent): Answer {
  const data = event.data as Record<string, unknown>;
  switch (event.name) {
    case "quotes":
      return { ...answer, phase: "writing", quotes: data.quotes as Quote[] };
    case "statement":
      return { ...answer, statements: [...answer.statements, event.data as Statement] };
    case "restart":
      return { ...answer, statements: [] };
    case "end":
      return { ...answer, phase: "done", method: String(data.method), note: String(data.note ?? "") };
    case "error":
      return failed(answer, String(data.detail ?? FAILED));
    default:
      return answer;
  }
}

export function failed(answer: Answer, note: string = FAILED): Answer {
  return { ...answer, phase: "failed", note };
}

/** The stream ended: without its last event that is a failure. */
export function ended(answer: Answer): Answer {
  return answer.phase === "done" || answer.phase === "failed" ? answer : failed(answer);
}

/** What is said of the answer as a whole, on the page and to screen readers. */
export function statusOf(answer: Answer, of: "meeting" | "meetings"): string {
  if (answer.phase === "failed") return answer.note;
  if (answer.phase === "looking") return `Looking in ${of === "meeting" ? "the transcript" : "your meetings"}…`;
  if (answer.phase === "writing") return "Found what was said. An answer is being written…";
  if (answer.method === "nothing") {
    return answer.note || `Not said in ${of === "meeting" ? "this meeting" : "these meetings"}.`;
  }
  if (answer.method === "quotes") return answer.note || "In people’s own words:";
  return answer.note;
}

/** 75000 → 1:15, 3675000 → 1:01:15. */
export function clock(ms: number): string {
  const s = Math.floor(ms / 1000);
  const [hours, minutes, seconds] = [Math.floor(s / 3600), Math.floor(s / 60) % 60, s % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** The address of a quotation on its meeting's page. */
export function linkTo(quote: Quote): string {
  const at = Math.floor(quote.start_ms / 1000);
  return `/m/${encodeURIComponent(quote.slug)}?t=${at}#s-${encodeURIComponent(quote.segment_id)}`;
}
