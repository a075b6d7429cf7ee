/** What a click on the meeting page asks of the player. */

/** What a click presses or types in, and does not play. */
const PRESSED = "a, button, input, textarea, select, summary, dialog, [contenteditable]";

export type Wish =
  /** Play from a moment that is written on the page. */
  | { kind: "moment"; ms: number }
  /** A citation shows this segment; the sound waits there. */
  | { kind: "cited"; segment: string }
  /** Play the word under the pointer. */
  | { kind: "word" };

/** What is used of a `MouseEvent`. */
export interface Click {
  target: EventTarget | null;
  button: number;
  /** 2: the second of a double click, which selects a word. */
  detail: number;
  shiftKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  ctrlKey: boolean;
}

/** Reads a click; null: it asks for nothing. `selects`: text is selected on the page. */
export function wishOf(click: Click, selects: boolean): Wish | null {
  const target = click.target instanceof Element ? click.target : null;
  if (target === null) return null;
  const moment = target.closest<HTMLElement>("[data-moment-ms]");
  if (moment && isPlain(click)) return { kind: "moment", ms: Number(moment.dataset.momentMs) };
  const cite = target.closest<HTMLElement>("[data-cite]")?.dataset.cite?.split(" ")[0];
  const cited = cite ?? target.closest<HTMLElement>("[data-at]")?.dataset.at;
  if (cited !== undefined) return { kind: "cited", segment: cited };
  const plays = isPlain(click) && click.detail <= 1 && !selects && target.closest(PRESSED) === null;
  return plays ? { kind: "word" } : null;
}

/** With the main button and no key held. */
function isPlain(click: Click): boolean {
  return click.button === 0 && !click.shiftKey && !click.altKey && !click.metaKey && !click.ctrlKey;
}
