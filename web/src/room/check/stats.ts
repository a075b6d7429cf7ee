/** Reads a sender's WebRTC statistics, of which the names are those of the W3C's identifiers. */
import type { Path, Quality } from "./measured";

/** One reading; null: not known yet. */
export interface Sample {
  path: Path | null;
  rttMs: number | null;
  jitterMs: number | null;
  uploadBps: number | null;
  packetsSent: number;
  packetsLost: number;
}

type Stat = Readonly<Record<string, unknown>>;

export function sampleOf(report: Iterable<Stat>): Sample {
  const all = [...report];
  const byId = new Map(all.map((stat) => [stat.id, stat]));
  const transport = all.find(({ type }) => type === "transport");
  const pair =
    byId.get(transport?.selectedCandidatePairId) ??
    // Firefox has no statistics of the transport.
    all.find(({ type, selected }) => type === "candidate-pair" && selected === true);
  const sent = all.filter(({ type, kind }) => type === "outbound-rtp" && kind === "video");
  const received = all.filter(({ type, kind }) => type === "remote-inbound-rtp" && kind === "video");
  return {
    path: pathOf(byId.get(pair?.localCandidateId)),
    rttMs: inMs(pair?.currentRoundTripTime),
    jitterMs: inMs(received[0]?.jitter),
    uploadBps: number(pair?.availableOutgoingBitrate),
    packetsSent: sum(sent, "packetsSent"),
    packetsLost: Math.max(0, sum(received, "packetsLost")),
  };
}

/** Median delays, the loss of all packets, and the last estimate of the rate, which grows while it is probed. */
export function qualityOf(samples: readonly Sample[]): Quality | null {
  const rtt = median(known(samples, "rttMs"));
  const upload = known(samples, "uploadBps").at(-1);
  const last = samples.at(-1);
  if (rtt === undefined || upload === undefined || last === undefined) return null;
  return {
    rttMs: Math.round(rtt),
    jitterMs: Math.round(median(known(samples, "jitterMs")) ?? 0),
    loss: last.packetsSent === 0 ? 0 : Math.min(1, last.packetsLost / last.packetsSent),
    uploadBps: Math.round(upload),
  };
}

function pathOf(local: Stat | undefined): Path | null {
  if (local === undefined) return null;
  const isRelayed = local.candidateType === "relay";
  // Of a relayed candidate `protocol` is that of the relay's other side.
  const protocol = isRelayed ? (local.relayProtocol ?? local.protocol) : local.protocol;
  return { protocol: protocol === "udp" ? "udp" : "tcp", isRelayed };
}

function number(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function inMs(seconds: unknown): number | null {
  return typeof seconds === "number" ? seconds * 1000 : null;
}

function sum(stats: readonly Stat[], name: string): number {
  return stats.reduce((total, stat) => total + (number(stat[name]) ?? 0), 0);
}

function known(samples: readonly Sample[], name: "rttMs" | "jitterMs" | "uploadBps"): number[] {
  return samples.map((sample) => sample[name]).filter((value) => value !== null);
}

function median(values: readonly number[]): number | undefined {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
}
