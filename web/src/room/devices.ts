/** Opens microphone and camera before the meeting, and says what to do where one cannot be opened. */
import { createLocalTracks, type LocalAudioTrack, type LocalTrack, type LocalVideoTrack, Track } from "livekit-client";

import { type Sound, soundOf } from "./sound";

export type Kind = "mic" | "camera";
export type Trouble = "refused" | "absent" | "busy" | "insecure" | "failed";

export interface Wish extends Sound {
  mic: boolean;
  camera: boolean;
  micId: string;
  cameraId: string;
}

export interface Got {
  mic: LocalAudioTrack | null;
  camera: LocalVideoTrack | null;
  trouble: Partial<Record<Kind, Trouble>>;
}

const BY_NAME: Readonly<Record<string, Trouble>> = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "absent",
  OverconstrainedError: "absent",
  NotReadableError: "busy",
  AbortError: "busy",
};

export function troubleOf(error: unknown): Trouble {
  return (error instanceof Error ? BY_NAME[error.name] : undefined) ?? "failed";
}

const NAMES: Readonly<Record<Kind, string>> = { mic: "microphone", camera: "camera" };

/** A message to show: what happened, and what to do. */
export function troubleWords(kind: Kind, trouble: Trouble): string {
  const name = NAMES[kind];
  switch (trouble) {
    case "refused":
      return `Your browser does not let this page use your ${name}. Allow it in the address bar to ${kind === "mic" ? "speak" : "be seen"}, or join without it.`;
    case "absent":
      return `No ${name} was found. You can join without one${kind === "mic" ? " and listen" : ""}.`;
    case "busy":
      return `Your ${name} is in use by another program. Close that program and try again, or join without.`;
    case "insecure":
      return `Your browser allows the ${name} only on https pages, and this is not one. You can join without it${kind === "mic" ? " and listen" : ""}.`;
    case "failed":
      return `Your ${name} could not be started. You can join without it.`;
  }
}

type Open = (options: { audio: unknown; video: unknown }) => Promise<LocalTrack[]>;
const openTracks: Open = (options) => createLocalTracks(options as Parameters<typeof createLocalTracks>[0]);

/** Opens both at once, so that the browser asks for permission once; where that fails, each alone. */
export async function openDevices(wish: Wish, open: Open = openTracks): Promise<Got> {
  if (!wish.mic && !wish.camera) return { mic: null, camera: null, trouble: {} };
  if (typeof navigator.mediaDevices?.getUserMedia !== "function") return nothing(wish, "insecure");
  try {
    return sorted(
      await open({
        audio: wish.mic && { ...(wish.micId && { deviceId: wish.micId }), ...soundOf(wish) },
        video: wanted(wish.camera, wish.cameraId),
      }),
    );
  } catch (error) {
    if (wish.mic && wish.camera) return apart(wish, open);
    return nothing(wish, troubleOf(error));
  }
}

async function apart(wish: Wish, open: Open): Promise<Got> {
  const mic = await openDevices({ ...wish, camera: false }, open);
  const camera = await openDevices({ ...wish, mic: false }, open);
  return { mic: mic.mic, camera: camera.camera, trouble: { ...mic.trouble, ...camera.trouble } };
}

function wanted(on: boolean, deviceId: string): unknown {
  if (!on) return false;
  return deviceId === "" ? true : { deviceId };
}

function sorted(tracks: readonly LocalTrack[]): Got {
  const of = (kind: Track.Kind): LocalTrack | null => tracks.find((track) => track.kind === kind) ?? null;
  return {
    mic: of(Track.Kind.Audio) as LocalAudioTrack | null,
    camera: of(Track.Kind.Video) as LocalVideoTrack | null,
    trouble: {},
  };
}

function nothing(wish: Wish, trouble: Trouble): Got {
  return {
    mic: null,
    camera: null,
    trouble: { ...(wish.mic && { mic: trouble }), ...(wish.camera && { camera: trouble }) },
  };
}
