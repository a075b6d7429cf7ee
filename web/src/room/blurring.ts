/** Blurs a camera's background in this browser: LiveKit's processor with MediaPipe's model, both from our own server. */
import type { BackgroundProcessorWrapper } from "@livekit/track-processors";
import type { LocalTrack, LocalVideoTrack } from "livekit-client";
import { Background } from "./background";
import { drawsBySoftware, rendererHere } from "./graphics";
import { readPreferences } from "./preferences";

/** Where the build lays the program and the model (src/build/blurFiles.ts). */
declare const VISION_FILES: string;

/** Of pictures that are about 1280 wide. */
const RADIUS_PX = 12;
/** Where no person was found yet in a picture, it was shown as it is. */
const SAFE_AFTER_PICTURES = 2;
/** For 3 MB over a slow connection, and a first picture that takes seconds without a graphics processor. */
const START_MS = 40_000;

let known: boolean | undefined;

/** Without loading anything; asked once, as each answer takes a drawing context of which there are few. */
function isSupported(): boolean {
  known ??= isAble();
  return known;
}

/** Drawing by the processor alone takes seconds a picture, and blocks the page meanwhile. */
function isAble(): boolean {
  const hasFrames = typeof VideoFrame === "function" && typeof OffscreenCanvas === "function";
  const hasTracks = "MediaStreamTrackProcessor" in window || "captureStream" in HTMLCanvasElement.prototype;
  return hasFrames && hasTracks && hasGraphics();
}

function hasGraphics(): boolean {
  const renderer = rendererHere();
  return renderer !== null && !drawsBySoftware(renderer);
}

async function blur(track: LocalTrack, onPicture: (ms: number) => void): Promise<void> {
  const { BackgroundProcessor } = await import("@livekit/track-processors");
  let blurred = 0;
  let safe: () => void = () => undefined;
  const isSafe = new Promise<void>((resolve) => {
    safe = resolve;
  });
  const processor = BackgroundProcessor({
    mode: "background-blur",
    blurRadius: RADIUS_PX,
    assetPaths: { tasksVisionFileSet: VISION_FILES, modelAssetPath: `${VISION_FILES}/selfie_segmentation.tflite` },
    onFrameProcessed: ({ processingTimeMs, segmentationTimeMs }) => {
      if (segmentationTimeMs > 0) blurred += 1;
      if (blurred >= SAFE_AFTER_PICTURES) safe();
      onPicture(processingTimeMs);
    },
  });
  // Else it passes its first picture on as it is.
  processor.transformer.isFirstFrame = false;
  await inTime(attach(track as LocalVideoTrack, processor).then(() => isSafe));
}

/** A track destroys the processor that it has when it is stopped: not one that is still loading. */
async function attach(track: LocalVideoTrack, processor: BackgroundProcessorWrapper): Promise<void> {
  const device = track.mediaStreamTrack;
  try {
    await track.setProcessor(processor);
  } catch (error) {
    await processor.transformer.destroy();
    throw error;
  }
  if (device.readyState === "live") return;
  await processor.destroy();
  throw new Error("the camera was closed while its blur was loading");
}

async function inTime(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the blur did not start")), START_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** One's background in this page, whatever meeting or breakout room it is shown in. */
export const background = new Background({ isSupported, blur });
background.want(readPreferences().blur);
