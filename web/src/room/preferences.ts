/** A person's choices, kept in this browser's local storage; the room works without it. */
import { LAYOUTS, type Layout } from "./people/arrangement";
import { VIDEO_CHOICES, type VideoChoice } from "./people/videos";
import { PROCESSED, type Sound } from "./sound";

export const SIZES = ["S", "M", "L", "XL"] as const;
export type Size = (typeof SIZES)[number];
export const CAPTION_COLORS = ["standard", "white", "yellow", "black"] as const;
export type CaptionColors = (typeof CAPTION_COLORS)[number];
export const CAPTION_POSITIONS = ["bottom", "top", "beside"] as const;
export type CaptionPosition = (typeof CAPTION_POSITIONS)[number];
export const CAPTION_ROWS = [2, 3, 5, 8] as const;
export type CaptionRows = (typeof CAPTION_ROWS)[number];
export const CAPTION_HOLDS = ["short", "normal", "long", "kept"] as const;
export type CaptionHold = (typeof CAPTION_HOLDS)[number];
/** Announcements to screen readers a minute, at most; 0: none. */
export const ANNOUNCEMENTS = [0, 4, 10, 20] as const;
export type Announcements = (typeof ANNOUNCEMENTS)[number];

/** How captions look and behave. */
export interface CaptionSettings {
  size: Size;
  captionColors: CaptionColors;
  captionPosition: CaptionPosition;
  /** Rows of text in the strip. */
  captionRows: CaptionRows;
  captionHold: CaptionHold;
  announcements: Announcements;
}

export interface Preferences extends CaptionSettings, Sound {
  layout: Layout;
  /** How many people are shown with video at once. */
  videos: VideoChoice;
  captions: boolean;
  /** Captions in place of the video. */
  captionsOnly: boolean;
  /** Whether they are on at the start. */
  mic: boolean;
  camera: boolean;
  micId: string;
  cameraId: string;
  speakerId: string;
  /** A guest's last name. */
  name: string;
  /** For hosts: a chime when somebody asks to join. */
  knockSound: boolean;
  /** A hint for who speaks while muted. */
  mutedHint: boolean;
  /** The background of one's camera. */
  blur: boolean;
}

const KEY = "parley.room";
const DEFAULTS: Preferences = {
  layout: "auto",
  videos: "auto",
  captions: true,
  captionsOnly: false,
  size: "M",
  captionColors: "standard",
  captionPosition: "bottom",
  captionRows: 5,
  captionHold: "normal",
  announcements: 20,
  mic: true,
  camera: true,
  micId: "",
  cameraId: "",
  speakerId: "",
  name: "",
  knockSound: true,
  mutedHint: true,
  blur: false,
  ...PROCESSED,
};
const CHOICES: Readonly<Record<keyof CaptionSettings | "layout" | "videos", readonly unknown[]>> = {
  layout: LAYOUTS,
  videos: VIDEO_CHOICES,
  size: SIZES,
  captionColors: CAPTION_COLORS,
  captionPosition: CAPTION_POSITIONS,
  captionRows: CAPTION_ROWS,
  captionHold: CAPTION_HOLDS,
  announcements: ANNOUNCEMENTS,
};

/** Ignores stored values of a wrong type, and choices that do not exist. */
export function readPreferences(storage: Pick<Storage, "getItem"> = localStorage): Preferences {
  const found: Record<string, unknown> = { ...DEFAULTS };
  for (const [key, value] of Object.entries(stored(storage))) {
    const choices = (CHOICES as Record<string, readonly unknown[] | undefined>)[key];
    const isKnown = Object.hasOwn(DEFAULTS, key) && typeof value === typeof found[key];
    if (isKnown && (choices === undefined || choices.includes(value))) found[key] = value;
  }
  return found as unknown as Preferences;
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
