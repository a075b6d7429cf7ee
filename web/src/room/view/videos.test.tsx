import type { TrackReferenceOrPlaceholder } from "@livekit/components-react";
import { RemoteTrackPublication, Track } from "livekit-client";
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useHeldVideo, Videos } from "./videos";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

let camera: RemoteTrackPublication;
let root: Root;
beforeEach(() => {
  vi.useFakeTimers();
  root = createRoot(document.createElement("div"));
  camera = Object.create(RemoteTrackPublication.prototype, {
    isDesired: { value: false, writable: true },
    trackSid: { value: "TR_1" },
    setSubscribed: {
      value(this: { isDesired: boolean }, on: boolean) {
        this.isDesired = on;
      },
    },
  });
});
afterEach(() => {
  act(() => root.unmount());
  vi.useRealTimers();
});

it("a camera that only the small window showed is given up where there is no stage", () => {
  act(() => root.render(<Elsewhere />));
  expect(camera.isDesired).toBe(true);
  act(() => root.render(null));
  expect(camera.isDesired).toBe(false);
});

function Elsewhere(): null {
  useHeldVideo(camera);
  return null;
}

/** Ann's camera is in the meeting, not on the stage; after so long nothing is subscribed that nobody shows. */
async function show(isElsewhere: boolean): Promise<boolean> {
  const ann = { participant: { identity: "ann" }, source: Track.Source.Camera, publication: camera };
  const all = [ann as unknown as TrackReferenceOrPlaceholder];
  act(() =>
    root.render(
      <>
        <Videos limit={{ most: 4, recent: [] }} shown={[]} all={all}>
          {null}
        </Videos>
        {isElsewhere && <Elsewhere />}
      </>,
    ),
  );
  await act(() => vi.advanceTimersByTimeAsync(10_000));
  return camera.isDesired;
}

it("a camera that only the small window shows is received for as long as it does", async () => {
  expect(await show(false)).toBe(false);
  expect(await show(true)).toBe(true);
  expect(await show(false)).toBe(false);
});
