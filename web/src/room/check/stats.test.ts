import { describe, expect, test } from "vitest";
import { qualityOf, sampleOf } from "./stats";

const REPORT = [
  { id: "T", type: "transport", selectedCandidatePairId: "P2" },
  { id: "P1", type: "candidate-pair", localCandidateId: "L1", currentRoundTripTime: 9 },
  {
    id: "P2",
    type: "candidate-pair",
    localCandidateId: "L2",
    currentRoundTripTime: 0.042,
    availableOutgoingBitrate: 1_500_000,
  },
  { id: "L1", type: "local-candidate", candidateType: "host", protocol: "udp" },
  { id: "L2", type: "local-candidate", candidateType: "host", protocol: "tcp" },
  { id: "O1", type: "outbound-rtp", kind: "video", packetsSent: 90 },
  { id: "O2", type: "outbound-rtp", kind: "video", packetsSent: 10 },
  { id: "R", type: "remote-inbound-rtp", kind: "video", packetsLost: 3, jitter: 0.004 },
];

describe("a reading", () => {
  test("is of the pair of candidates in use", () => {
    expect(sampleOf(REPORT)).toEqual({
      path: { protocol: "tcp", isRelayed: false },
      rttMs: 42,
      jitterMs: 4,
      uploadBps: 1_500_000,
      packetsSent: 100,
      packetsLost: 3,
    });
  });

  test("finds the pair by its own mark where the transport has no statistics", () => {
    const report = REPORT.filter(({ id }) => id !== "T").map((stat) => ({ ...stat, selected: stat.id === "P1" }));
    expect(sampleOf(report).path).toEqual({ protocol: "udp", isRelayed: false });
  });

  test("of a relayed way has the protocol to the relay", () => {
    const relay = { candidateType: "relay", protocol: "udp", relayProtocol: "tls" };
    const report = REPORT.map((stat) => (stat.id === "L2" ? { ...stat, ...relay } : stat));
    expect(sampleOf(report).path).toEqual({ protocol: "tcp", isRelayed: true });
  });

  test("of nothing knows nothing", () => {
    expect(sampleOf([])).toMatchObject({ path: null, rttMs: null, uploadBps: null, packetsSent: 0 });
  });
});

describe("the quality", () => {
  const sample = { ...sampleOf(REPORT), uploadBps: 300_000 };

  test("takes median delays, the loss of all packets and the last rate", () => {
    const samples = [sample, { ...sample, rttMs: 400, uploadBps: 900_000 }, { ...sample, rttMs: 30 }];
    samples.push({ ...sample, rttMs: null, uploadBps: null } as never);
    expect(qualityOf(samples)).toEqual({ rttMs: 42, jitterMs: 4, loss: 0.03, uploadBps: 300_000 });
  });

  test("is unknown without a rate", () => {
    expect(qualityOf([{ ...sample, uploadBps: null }])).toBeNull();
    expect(qualityOf([])).toBeNull();
  });
});
