/** What the import page says of an import, and what it asks of the server; no DOM. */
import type { components } from "../../generated/openapi";

export type ImportView = components["schemas"]["ImportView"];

const WORDS: Record<ImportView["state"], string> = {
  uploaded: "Waiting for its turn",
  reading: "Reading the file",
  transcribing: "Transcribing",
  done: "Done",
  failed: "Not imported",
  cancelled: "Cancelled",
};

export function isUnfinished({ state }: ImportView): boolean {
  return state === "uploaded" || state === "reading" || state === "transcribing";
}

/** The line below the name. */
export function wordsOf(one: ImportView): string {
  let words = WORDS[one.state];
  if (one.error) return `${words}: ${one.error}`;
  if (one.slug) words += `: ${length(one.duration_s ?? 0)}${heard(one)}`;
  if (one.note) return `${words}. ${one.note}`;
  return isUnfinished(one) && one.progress > 0 ? `${words}, ${one.progress} %` : words;
}

/** Who speaks in it; nothing once its words were deleted. */
function heard({ people, has_words }: ImportView): string {
  if (has_words === null) return "";
  if (!has_words) return ", no words were found";
  return people === 1 ? ", 1 speaker" : `, ${people} speakers`;
}

/** How long it is: 45 s, 12 min, 1 h 5 min; as `to_the_minute` of server/durations.py. */
function length(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (!hours) return `${minutes} min`;
  return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
}

/** The form as the server takes it: names by line, the time in UTC, what is empty left out, the file at the end. */
export function fieldsOf(form: FormData, zone: string | undefined): FormData {
  const fields = new FormData();
  for (const name of ["name", "language"]) {
    const value = String(form.get(name) ?? "").trim();
    if (value) fields.append(name, value);
  }
  for (const line of String(form.get("speakers") ?? "").split("\n")) {
    if (line.trim()) fields.append("speakers", line.trim());
  }
  const began = new Date(String(form.get("started_at") ?? ""));
  if (!Number.isNaN(began.getTime())) fields.append("started_at", began.toISOString());
  if (zone) fields.append("time_zone", zone);
  const file = form.get("file");
  if (file instanceof File) fields.append("file", file, file.name);
  return fields;
}

/** How long to wait before asking again, in seconds: often at first. */
export function pauseOf(asked: number): number {
  return Math.min(1 + asked / 4, 5);
}
