/** Measures the way to the server as a meeting would use it, in a room of LiveKit where nobody else is. */
import { LocalVideoTrack, Room, RoomEvent, Track } from "livekit-client";
import { ApiError } from "../../api";
import { pause } from "../pause";
import type { Measured } from "./measured";
import { noisyPicture } from "./picture";
import { qualityOf, type Sample, sampleOf } from "./stats";

/** Enough for the browser's estimate of the rate to grow to what it sends. */
const SAMPLES = 12;
const SAMPLE_MS = 500;
const TCP_MS = 10_000;
const RATE_BPS = 2_500_000;

export interface Access {
  url: string;
  token: string;
}

type Tell = (change: Partial<Measured>) => void;

/** Tells each result as soon as it is known; never rejects. Ends early, without telling, once `signal` is aborted. */
export async function measureNetwork(
  ask: (signal: AbortSignal) => Promise<Access>,
  tell: Tell,
  signal: AbortSignal,
): Promise<void> {
  const tellNow: Tell = (change) => {
    if (!signal.aborted) tell(change);
  };
  const begun = performance.now();
  let access: Access;
  try {
    access = await ask(signal);
  } catch (error) {
    tellNow({ server: { failed: error instanceof ApiError ? error.message : "The server does not answer." } });
    return;
  }
  tellNow({ server: { ms: performance.now() - begun } });
  const room = new Room({ adaptiveStream: false, dynacast: false });
  const leave = (): void => void room.disconnect();
  signal.addEventListener("abort", leave);
  try {
    if (await connected(room, access, tellNow)) await measureMedia(room, tellNow, signal);
  } finally {
    signal.removeEventListener("abort", leave);
    await room.disconnect();
  }
}

async function connected(room: Room, { url, token }: Access, tell: Tell): Promise<boolean> {
  const begun = performance.now();
  let isSignalled = false;
  room.once(RoomEvent.SignalConnected, () => {
    isSignalled = true;
    tell({ signalling: { ms: performance.now() - begun } });
  });
  try {
    await room.connect(url, token, { maxRetries: 1 });
    return true;
  } catch {
    tell(isSignalled ? { media: "failed" } : { signalling: "failed" });
    return false;
  }
}

async function measureMedia(room: Room, tell: Tell, signal: AbortSignal): Promise<void> {
  let stop = (): void => undefined;
  try {
    const picture = noisyPicture();
    stop = picture.stop;
    const track = new LocalVideoTrack(picture.track, undefined, true);
    await room.localParticipant.publishTrack(track, {
      source: Track.Source.Camera,
      simulcast: false,
      videoCodec: "vp8",
      videoEncoding: { maxBitrate: RATE_BPS, maxFramerate: 20 },
    });
    const samples = await sampled(track, signal);
    const path = samples.findLast((each) => each.path !== null)?.path ?? null;
    tell({ media: path ?? "failed" });
    if (path === null) return;
    tell({ quality: qualityOf(samples) ?? "failed" });
    tell({ tcp: path.protocol === "tcp" || (await getsThroughByTcp(room, track, signal)) });
  } catch {
    tell({ media: "failed" });
  } finally {
    stop();
  }
}

async function sampled(track: LocalVideoTrack, signal: AbortSignal): Promise<Sample[]> {
  const samples: Sample[] = [];
  while (samples.length < SAMPLES && !signal.aborted) {
    await pause(SAMPLE_MS, signal, true).done;
    samples.push(await read(track));
  }
  return samples;
}

/** LiveKit is asked to offer TCP alone, and the browser connects again. */
async function getsThroughByTcp(room: Room, track: LocalVideoTrack, signal: AbortSignal): Promise<boolean> {
  await room.simulateScenario("force-tcp");
  const until = performance.now() + TCP_MS;
  while (performance.now() < until && !signal.aborted) {
    await pause(SAMPLE_MS, signal, true).done;
    if ((await read(track)).path?.protocol === "tcp") return true;
  }
  return false;
}

async function read(track: LocalVideoTrack): Promise<Sample> {
  return sampleOf((await track.getRTCStatsReport().catch(() => undefined))?.values() ?? []);
}
