/** Keyboard shortcuts: one table for the handler and for the dialog that lists them. */

export type Action =
  | "mic"
  | "camera"
  | "share"
  | "hand"
  | "captions"
  | "captions-larger"
  | "captions-smaller"
  | "captions-only"
  | "transcript"
  | "notes"
  | "chat"
  | "people"
  | "polls"
  | "layout"
  | "picture-in-picture"
  | "help";

export const SHORTCUTS: readonly { key: string; action: Action; label: string }[] = [
  { key: "M", action: "mic", label: "Microphone on or off" },
  { key: "V", action: "camera", label: "Camera on or off" },
  { key: "S", action: "share", label: "Share your screen, or stop" },
  { key: "H", action: "hand", label: "Raise your hand, or lower it" },
  { key: "C", action: "captions", label: "Captions on or off" },
  { key: "+", action: "captions-larger", label: "Larger captions" },
  { key: "-", action: "captions-smaller", label: "Smaller captions" },
  { key: "O", action: "captions-only", label: "Captions only, or back to the video" },
  { key: "T", action: "transcript", label: "Transcript" },
  { key: "N", action: "notes", label: "Notes so far" },
  { key: "D", action: "chat", label: "Chat" },
  { key: "P", action: "people", label: "People" },
  { key: "L", action: "polls", label: "Polls" },
  { key: "F", action: "layout", label: "Focus on one person, or back to the grid" },
  { key: "I", action: "picture-in-picture", label: "Picture in picture, or back" },
  { key: "?", action: "help", label: "Show these shortcuts" },
];

/** What lasts while a key is held. */
export const HELD: readonly { key: string; label: string }[] = [{ key: "Space", label: "Hold to speak while muted" }];

const ACTIONS = new Map(SHORTCUTS.map(({ key, action }) => [key.toLowerCase(), action]));

export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  repeat: boolean;
  /** The element it was pressed in. */
  target: EventTarget | null;
}

/** The action of a key press; null where the browser, a text field or a menu handles it. */
export function actionOf(press: Press): Action | null {
  if (press.ctrlKey || press.metaKey || press.altKey || press.repeat) return null;
  if (belongsToField(press.target)) return null;
  return ACTIONS.get(press.key.toLowerCase()) ?? null;
}

const FIELDS = 'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="menu"], dialog';

function belongsToField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(FIELDS) !== null;
}
