import type { LocalTrack } from "livekit-client";
import { beforeEach, expect, it, vi } from "vitest";
import { openDevices, troubleOf, troubleWords } from "./devices";
import { PROCESSED } from "./sound";

const track = (kind: string) => ({ kind }) as unknown as LocalTrack;
const both = { mic: true, camera: true, micId: "", cameraId: "", ...PROCESSED };
const named = (name: string) => Object.assign(new Error(name), { name });

beforeEach(() => {
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia: () => undefined } });
  return () => vi.unstubAllGlobals();
});

it("asks once for both", async () => {
  const asked: unknown[] = [];
  const got = await openDevices(both, async (options) => {
    asked.push(options);
    return [track("audio"), track("video")];
  });
  expect(asked).toEqual([{ audio: PROCESSED, video: true }]);
  expect(got.mic?.kind).toBe("audio");
});

it("has the microphone where there is no camera", async () => {
  const got = await openDevices(both, async ({ video }) => {
    if (video !== false) throw named("NotFoundError");
    return [track("audio")];
  });
  expect(got.mic?.kind).toBe("audio");
  expect(got).toMatchObject({ camera: null, trouble: { camera: "absent" } });
});

it("names both troubles where permission is refused", async () => {
  const got = await openDevices(both, () => Promise.reject(named("NotAllowedError")));
  expect(got).toEqual({ mic: null, camera: null, trouble: { mic: "refused", camera: "refused" } });
});

it("opens nothing where nothing is wanted", async () => {
  const got = await openDevices({ ...both, mic: false, camera: false }, () => Promise.reject(named("x")));
  expect(got).toEqual({ mic: null, camera: null, trouble: {} });
});

it("says that plain http has no devices", async () => {
  vi.stubGlobal("navigator", {});
  expect((await openDevices(both)).trouble).toEqual({ mic: "insecure", camera: "insecure" });
});

it("calls an error it does not know a failure", () => {
  expect(troubleOf(named("SomethingNewError"))).toBe("failed");
  expect(troubleOf("text")).toBe("failed");
});

it.each(["refused", "absent", "busy", "insecure", "failed"] as const)("says that one can join when %s", (trouble) => {
  expect(troubleWords("mic", trouble)).toMatch(/join/);
});
