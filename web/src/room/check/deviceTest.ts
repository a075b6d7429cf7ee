/** Tests the devices that are open before joining: whether the microphone hears anything, and the camera sees. */
import { createAudioAnalyser, type LocalAudioTrack } from "livekit-client";
import type { Got, Wish } from "../devices";
import { ring } from "../knocks";
import { pause } from "../pause";
import type { Camera, Microphone } from "./measured";

/** For how long somebody is listened to. */
const LISTEN_MS = 4_000;
const LOOK_MS = 100;
/**
 * Each look covers the last 170 ms at 48 kHz, so that nothing falls between two. Of noise, each of the bins, four times
 * as many as LiveKit's, has a quarter of the power: 6 dB less than LiveKit's limits.
 */
const WINDOW = { fftSize: 8192, minDecibels: -106, maxDecibels: -86 };
const FIRST_FRAME_MS = 4_000;
/** Of 255; a lens behind a cover gives noise below. */
const DARK = 12;
const [WIDTH, HEIGHT] = [32, 18];

/** The loudest level while listening. */
export async function testMicrophone({ mic, trouble }: Got, wish: Wish, signal: AbortSignal): Promise<Microphone> {
  if (!wish.mic) return "off";
  if (mic === null) return { trouble: trouble.mic ?? "failed" };
  try {
    return { level: await loudest(mic, signal) };
  } catch {
    return { trouble: "failed" };
  }
}

/** Rejects where the browser can open nothing to listen with. */
async function loudest(mic: LocalAudioTrack, signal: AbortSignal): Promise<number> {
  const { calculateVolume, cleanup } = createAudioAnalyser(mic, {
    cloneTrack: true,
    smoothingTimeConstant: 0.6,
    ...WINDOW,
  });
  let level = 0;
  for (let at = 0; at < LISTEN_MS && !signal.aborted; at += LOOK_MS) {
    await pause(LOOK_MS, signal, true).done;
    level = Math.max(level, calculateVolume());
  }
  await cleanup();
  return Math.min(1, level);
}

export async function testCamera({ camera, trouble }: Got, wish: Wish): Promise<Camera> {
  if (!wish.camera) return "off";
  if (camera === null) return { trouble: trouble.camera ?? "failed" };
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([camera.mediaStreamTrack]);
  try {
    await Promise.race([video.play(), late()]);
    return { width: video.videoWidth, height: video.videoHeight, isDark: brightest(video) < DARK };
  } catch {
    return { trouble: "failed" };
  } finally {
    video.srcObject = null;
  }
}

function late(): Promise<never> {
  return new Promise((_, reject) => setTimeout(() => reject(new Error("no picture")), FIRST_FRAME_MS));
}

function brightest(video: HTMLVideoElement): number {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const paint = canvas.getContext("2d");
  if (paint === null) return 255;
  paint.drawImage(video, 0, 0, WIDTH, HEIGHT);
  const { data } = paint.getImageData(0, 0, WIDTH, HEIGHT);
  return data.reduce((most, value, at) => (at % 4 === 3 ? most : Math.max(most, value)), 0);
}

/** Plays a sound at the chosen speaker, or at the browser's where it lets none be chosen or that one is gone. */
export function playSound(speakerId: string): Promise<void> {
  return ring(() => {
    if (speakerId === "") return new AudioContext();
    try {
      return new AudioContext({ sinkId: speakerId } as AudioContextOptions);
    } catch {
      return new AudioContext();
    }
  });
}
