/** The link to the meeting that people pass on: the chosen one where there is one, however they came here. */
export function linkHere(): string {
  const link = document.getElementById("room")?.dataset.link;
  return link ? `${location.origin}/r/${link}` : location.href;
}

/** The link of a permanent room, which opens another meeting after this one's end; null for other meetings. */
export function linkToNext(): string | null {
  const lasts = document.getElementById("room")?.dataset.lasts !== undefined;
  return lasts ? linkHere() : null;
}
