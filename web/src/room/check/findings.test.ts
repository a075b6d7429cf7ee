import { describe, expect, test } from "vitest";
import { type Finding, findingsOf, isDone, summaryOf } from "./findings";
import { type Measured, NOTHING } from "./measured";

const FINE: Measured = {
  microphone: { level: 0.4 },
  camera: { width: 1280, height: 720, isDark: false },
  speaker: "heard",
  server: { ms: 20 },
  signalling: { ms: 80 },
  media: { protocol: "udp", isRelayed: false },
  tcp: true,
  quality: { rttMs: 23, jitterMs: 2, loss: 0, uploadBps: 2_400_000 },
};

function verdicts(measured: Measured): Record<string, string> {
  return Object.fromEntries(findingsOf(measured).map(({ key, verdict }) => [key, verdict]));
}

function found(key: Finding["key"], change: Partial<Measured>): Finding | undefined {
  return findingsOf({ ...FINE, ...change }).find((each) => each.key === key);
}

describe("findings", () => {
  test("are all good where all is fine, with nothing to do", () => {
    expect(new Set(Object.values(verdicts(FINE)))).toEqual(new Set(["good"]));
    expect(findingsOf(FINE).every(({ advice }) => advice === "")).toBe(true);
    expect(summaryOf(findingsOf(FINE))).toBe("You are ready to join.");
  });

  test("wait for all but the speaker's answer", () => {
    const { speaker, ...others } = verdicts(NOTHING);
    expect(speaker).toBe("note");
    expect(new Set(Object.values(others))).toEqual(new Set(["waiting"]));
    expect(isDone(findingsOf({ ...FINE, speaker: null }))).toBe(true);
    expect(isDone(findingsOf({ ...FINE, tcp: null }))).toBe(false);
  });

  test.each<[string, Partial<Measured>, string[]]>([
    ["server", { server: { failed: "No." }, signalling: null, media: null, tcp: null, quality: null }, ["signalling"]],
    ["signalling", { signalling: "failed", media: null, tcp: null, quality: null }, ["media", "tcp"]],
    ["media", { media: "failed", tcp: null, quality: null }, ["tcp", "quality", "upload"]],
  ])("after a failed %s, what follows is not tested", (key, change, after) => {
    const all = verdicts({ ...FINE, ...change });
    expect(all[key]).toBe("bad");
    for (const each of after) expect(all[each]).toBe("note");
    expect(isDone(findingsOf({ ...FINE, ...change }))).toBe(true);
  });

  test.each<[Finding["key"], Partial<Measured>, string]>([
    ["microphone", { microphone: { level: 0.01 } }, "poor"],
    ["microphone", { microphone: "off" }, "note"],
    ["microphone", { microphone: { trouble: "refused" } }, "bad"],
    ["camera", { camera: { width: 640, height: 480, isDark: true } }, "poor"],
    ["camera", { camera: { trouble: "busy" } }, "bad"],
    ["speaker", { speaker: "silent" }, "bad"],
    ["media", { media: { protocol: "tcp", isRelayed: false } }, "poor"],
    ["tcp", { tcp: false }, "note"],
    ["quality", { quality: { rttMs: 200, jitterMs: 5, loss: 0, uploadBps: 2e6 } }, "poor"],
    ["quality", { quality: { rttMs: 20, jitterMs: 5, loss: 0.2, uploadBps: 2e6 } }, "bad"],
    ["upload", { quality: { rttMs: 20, jitterMs: 5, loss: 0, uploadBps: 600_000 } }, "poor"],
    ["upload", { quality: { rttMs: 20, jitterMs: 5, loss: 0, uploadBps: 60_000 } }, "bad"],
    ["upload", { quality: "failed" }, "note"],
  ])("say of %s %j: %s", (key, change, verdict) => {
    expect(found(key, change)?.verdict).toBe(verdict);
  });

  test("that are no success say what to do", () => {
    const poor: Measured = {
      ...FINE,
      microphone: { level: 0 },
      speaker: "silent",
      media: { protocol: "tcp", isRelayed: true },
      quality: { rttMs: 900, jitterMs: 90, loss: 0.5, uploadBps: 1000 },
    };
    const unhappy = findingsOf(poor).filter(({ verdict }) => verdict === "poor" || verdict === "bad");
    expect(unhappy).toHaveLength(5);
    expect(unhappy.every(({ advice }) => advice !== "")).toBe(true);
    expect(summaryOf(findingsOf(poor))).toContain("does not work");
  });
});
