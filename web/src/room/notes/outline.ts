/** What the notes panel says: lists with times, how far the notes are, and what a late joiner missed. */
import type { NotesView } from "../../api";

export interface NoteLine {
  readonly id: string;
  readonly atMs: number;
  readonly text: string;
  /** Follows in smaller type: a summary, who and until when. */
  readonly more: string;
}

export interface NoteSection {
  readonly title: string;
  readonly lines: readonly NoteLine[];
}

/** Somebody who came so long after the beginning is offered what they missed. */
export const LATE_MS = 120_000;

/** Milliseconds on the meeting's clock when somebody came, if that was late; else null. */
export function missedMs(startedAt: string | null | undefined, arrivedAt: number): number | null {
  const begun = startedAt ? Date.parse(startedAt) : Number.NaN;
  const missed = arrivedAt - begun;
  return missed > LATE_MS ? missed : null;
}

/** `14 minutes`, `1 hour 5 minutes`. */
export function lasting(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const told = [counted(hours, "hour"), counted(rest, "minute")].filter((words) => !words.startsWith("0 "));
  return told.join(" ") || "less than a minute";
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** `4:05`, `1:02:09`. */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number): string => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** The sections that have lines, in the order in which they matter; `beforeMs` leaves out what was said later. */
export function sections(notes: NotesView, beforeMs: number = Number.POSITIVE_INFINITY): NoteSection[] {
  const isMissed = ({ start_ms }: { start_ms: number }): boolean => start_ms < beforeMs;
  const told = (each: { text: string; start_ms: number; evidence: readonly string[] }, n: number): NoteLine => ({
    id: `${n}-${each.evidence[0] ?? ""}`,
    atMs: each.start_ms,
    text: each.text,
    more: "",
  });
  const all: NoteSection[] = [
    { title: "Decisions", lines: notes.decisions.filter(isMissed).map(told) },
    {
      title: "Tasks",
      lines: notes.tasks.filter(isMissed).map((task, n) => ({
        id: `${n}-${task.evidence[0] ?? ""}`,
        atMs: task.start_ms,
        text: task.title,
        more: [task.assignee ?? "Nobody yet", task.due_date && `due ${day(task.due_date)}`].filter(Boolean).join(", "),
      })),
    },
    { title: "Open questions", lines: notes.questions.filter(isMissed).map(told) },
    {
      title: "Topics",
      lines: notes.topics.filter(isMissed).map((topic, n) => ({
        id: `${n}-${topic.evidence[0] ?? ""}`,
        atMs: topic.start_ms,
        text: topic.title,
        more: topic.summary,
      })),
    },
  ];
  return all.filter(({ lines }) => lines.length > 0);
}

const DAY = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });

function day(date: string): string {
  return DAY.format(new Date(`${date}T00:00:00Z`));
}

/** How far the notes are. */
export function progressOf({ until_ms, progress, rest }: NotesView): string {
  if (progress.blocks === 0 || until_ms === 0) {
    return rest.segments === 0
      ? "Nothing has been said yet."
      : "The first notes come after about five minutes of talk.";
  }
  const pending = progress.blocks - progress.noted - progress.failed;
  const improving = pending === 0 ? "" : " The last part is still being improved.";
  return `Noted up to ${clock(until_ms)}.${improving}`;
}

/** What of the latest words is shown below the notes: of a catch-up what was said before one came. */
export function latest(notes: NotesView, beforeMs: number = Number.POSITIVE_INFINITY): NotesView["rest"]["latest"] {
  return notes.rest.latest.filter(({ start_ms }) => start_ms < beforeMs);
}
