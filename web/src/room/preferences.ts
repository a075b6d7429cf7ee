/** A person's choices, kept in this browser's local storage; the room works without it. */

export const SIZES = ["S", "M", "L", "XL"] as const;
export type Size = (typeof SIZES)[number];

export interface Preferences {
  captions: boolean;
  size: Size;
  /** Whether they are on at the start. */
  mic: boolean;
  camera: boolean;
  micId: string;
  cameraId: string;
  speakerId: string;
  /** A guest's last name. */
  name: string;
}

const KEY = "parley.room";
const DEFAULTS: Preferences = {
  captions: true,
  size: "M",
  mic: true,
  camera: true,
  micId: "",
  cameraId: "",
  speakerId: "",
  name: "",
};

/** Ignores stored values of a wrong type. */
export function readPreferences(storage: Pick<Storage, "getItem"> = localStorage): Preferences {
  const found: Record<string, unknown> = { ...DEFAULTS };
  for (const [key, value] of Object.entries(stored(storage))) {
    if (key in DEFAULTS && typeof value === typeof found[key]) found[key] = value;
  }
  const preferences = found as unknown as Preferences;
  return SIZES.includes(preferences.size) ? preferences : { ...preferences, size: DEFAULTS.size };
}

function stored(storage: Pick<Storage, "getItem">): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(storage.getItem(KEY) ?? "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Where storage is full or forbidden, the choice lasts as long as the page. */
export function writePreferences(preferences: Preferences, storage: Pick<Storage, "setItem"> = localStorage): void {
  try {
    storage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    return;
  }
}

/** The next larger (1) or smaller (-1) size, or the same at either end. */
export function stepSize(size: Size, by: 1 | -1): Size {
  return SIZES[SIZES.indexOf(size) + by] ?? size;
}
