/** The link to the meeting that people pass on: the chosen one where there is one, however they came here. */
export function linkHere(): string {
  const link = document.getElementById("room")?.dataset.link;
  return link ? `${location.origin}/r/${link}` : location.href;
}
