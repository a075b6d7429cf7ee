/** Server-sent events of an answer to a POST, which EventSource cannot send. */

export interface StreamEvent {
  name: string;
  data: unknown;
}

/** Cuts a stream into events, wherever its pieces end; comments and what is no JSON are passed over. */
export class EventReader {
  #rest = "";

  /** Takes the next piece; gives the events that are complete with it. */
  take(piece: string): StreamEvent[] {
    const blocks = (this.#rest + piece.replaceAll("\r\n", "\n")).split("\n\n");
    this.#rest = blocks.pop() ?? "";
    return blocks.map(eventOf).filter((event) => event !== null);
  }
}

function eventOf(block: string): StreamEvent | null {
  let name = "message";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event: ")) name = line.slice(7);
    if (line.startsWith("data: ")) data.push(line.slice(6));
  }
  if (data.length === 0) return null;
  try {
    return { name, data: JSON.parse(data.join("\n")) };
  } catch {
    return null;
  }
}

/** Calls back for each event of a response until it ends. */
export async function readEvents(response: Response, each: (event: StreamEvent) => void): Promise<void> {
  const body = response.body;
  if (!body) return;
  const reader = new EventReader();
  const pieces = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let piece = await pieces.read(); !piece.done; piece = await pieces.read()) {
    for (const event of reader.take(piece.value)) each(event);
  }
}
