/** Keys of the player: one table for the handler and for the list in its options. */

export type Command =
  | "toggle"
  | "back"
  | "forward"
  | "back-5"
  | "forward-5"
  | "slower"
  | "faster"
  | "captions"
  | "share";

export const KEYS: readonly { keys: readonly string[]; shown: string; command: Command; label: string }[] = [
  { keys: [" ", "k"], shown: "Space or K", command: "toggle", label: "Play or pause" },
  { keys: ["j"], shown: "J", command: "back", label: "Back 10 seconds" },
  { keys: ["l"], shown: "L", command: "forward", label: "Forward 10 seconds" },
  { keys: ["arrowleft"], shown: "←", command: "back-5", label: "Back 5 seconds" },
  { keys: ["arrowright"], shown: "→", command: "forward-5", label: "Forward 5 seconds" },
  { keys: ["<"], shown: "<", command: "slower", label: "Slower" },
  { keys: [">"], shown: ">", command: "faster", label: "Faster" },
  { keys: ["c"], shown: "C", command: "captions", label: "Captions on or off" },
  { keys: ["s"], shown: "S", command: "share", label: "Copy a link to this moment" },
];

export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  defaultPrevented: boolean;
  target: EventTarget | null;
}

const COMMANDS = new Map(KEYS.flatMap(({ keys, command }) => keys.map((key) => [key, command] as const)));
/** Where people type or choose, every key is theirs. */
const TYPING =
  'input:not([type="checkbox"]), textarea, select, [contenteditable]:not([contenteditable="false"]), dialog';
/** What the space bar presses. */
const PRESSED = 'button, summary, a[href], input, [role="button"]';
/** What the arrows move by themselves. */
const MOVED = '[role="slider"], [role="tablist"], [role="menu"], [role="listbox"]';

/** The command of a key press; null where it belongs to something else. */
export function commandOf(press: Press): Command | null {
  if (press.ctrlKey || press.metaKey || press.altKey || press.defaultPrevented) return null;
  const key = press.key.toLowerCase();
  const at = press.target instanceof Element ? press.target : null;
  if (at?.closest(TYPING)) return null;
  if (key === " " && at?.closest(PRESSED)) return null;
  if (key.startsWith("arrow") && at?.closest(MOVED)) return null;
  return COMMANDS.get(key) ?? null;
}
