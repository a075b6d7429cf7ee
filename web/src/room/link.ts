/** The link to the meeting that people pass on, and what becomes of it while the page is open. */
import type { RoomForViewer } from "../api";

type Told = Pick<RoomForViewer, "slug" | "type" | "link" | "permanent_slug">;

/** The chosen one where there is one, however they came here. */
export function linkHere(): string {
  const link = page()?.dataset.link;
  return link ? `${location.origin}/r/${link}` : location.href;
}

/** The link of a permanent room, which opens another meeting after this one's end; null for other meetings. */
export function linkToNext(): string | null {
  return page()?.dataset.lasts === undefined ? null : linkHere();
}

/** Takes over from the server's answer which link the meeting has now; a breakout room has none to pass on. */
export function takeLink(room: Told): void {
  const place = page();
  if (place === null || room.slug !== place.dataset.slug) return;
  if (room.type === "recurring") takeLinkOfSeries(place, room);
  else if (room.type !== "permanent") place.dataset.link = room.link ?? room.slug;
  // Who is not told the code is not told the link either, as most are after a meeting: what they came by stays.
  else if (room.permanent_slug !== null) place.dataset.link = room.link ?? room.permanent_slug;
}

/**
 * Who came by the code of one meeting of a series passes that on, and only the host is told the series' link: it is
 * followed where it was passed on so far.
 */
function takeLinkOfSeries({ dataset }: HTMLElement, { slug, link }: Told): void {
  if (dataset.seriesLink && dataset.link === dataset.seriesLink) dataset.link = link ?? slug;
  dataset.seriesLink = link ?? "";
}

function page(): HTMLElement | null {
  return document.getElementById("room");
}
