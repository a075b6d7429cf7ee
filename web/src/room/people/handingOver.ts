/** What becomes of a room when a host makes somebody else the host. */
const OF: Record<string, string> = {
  permanent: "of this permanent room, with any later meetings",
  recurring: "of this meeting alone: the series stays with its host",
};

/** What the host is asked before. */
export function handing(name: string): string {
  return `${name} becomes the host ${reach()}. You stay as a co-host, and only the new host can give it back.`;
}

/** What the former host is told once it is done. */
export function handedOver(name: string): string {
  return `${name} is the host now, ${reach()}`;
}

function reach(): string {
  const type = document.getElementById("room")?.dataset.type ?? "";
  return OF[type] ?? "of this meeting";
}
