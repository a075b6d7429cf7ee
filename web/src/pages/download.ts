/** Where an export is, and what its file is called. */

export interface ExportChoice {
  what: string;
  /** Whether the file has times, and names of speakers. */
  times: boolean;
  speakers: boolean;
}

/** The path of a file; subtitles always show the transcript, and sound has no options. */
export function exportPath(slug: string, format: string, { what, times, speakers }: ExportChoice): string {
  const path = `/api/rooms/${encodeURIComponent(slug)}/export/${encodeURIComponent(format)}`;
  if (format === "audio") return path;
  const query = new URLSearchParams();
  const isSubtitles = format === "srt" || format === "vtt";
  query.set("what", isSubtitles ? "transcript" : what);
  if (!times) query.set("times", "false");
  if (!speakers) query.set("speakers", "false");
  return `${path}?${query}`;
}

/** The name a Content-Disposition gives (RFC 6266): the UTF-8 one before the plain one. */
export function nameIn(disposition: string, otherwise: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  if (encoded !== undefined) {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return otherwise;
    }
  }
  return /filename="([^"]*)"/i.exec(disposition)?.[1] || otherwise;
}
