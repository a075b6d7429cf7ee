/** What becomes of a room when a host makes somebody else the host, in one sentence for who did it. */
const OF: Record<string, string> = {
  permanent: "of this permanent room, with any later meetings",
  recurring: "of this meeting alone: the series stays with its host",
};

export function handedOver(name: string): string {
  const type = document.getElementById("room")?.dataset.type ?? "";
  return `${name} is the host now, ${OF[type] ?? "of this meeting"}`;
}
