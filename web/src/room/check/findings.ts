/** What was measured, in plain words, and what to do about it. */
import { troubleWords } from "../devices";
import type { Camera, Measured, Microphone, Quality } from "./measured";

/** note: for information, or not tested. */
export type Verdict = "good" | "poor" | "bad" | "note" | "waiting";

export interface Finding {
  key: keyof Measured | "upload";
  title: string;
  verdict: Verdict;
  words: string;
  /** What to do; empty: nothing. */
  advice: string;
}

type Said = Omit<Finding, "key" | "title">;

/** Of the analyser's 0 to 1; speech at arm's length is about 0.3. */
const SPEECH_LEVEL = 0.12;
const FAIR_RTT_MS = 150;
const POOR_RTT_MS = 400;
const FAIR_LOSS = 0.02;
const POOR_LOSS = 0.08;
/** What a camera at 720 lines needs, and what one microphone with a small picture does. */
const VIDEO_BPS = 1_200_000;
const SMALL_VIDEO_BPS = 250_000;

const ASK = "Try another network, or send the report to whoever runs this server.";
const NEARER = "Go nearer to the Wi-Fi router or use a cable, and stop other downloads.";

export function findingsOf(measured: Measured): Finding[] {
  const { microphone, camera, speaker } = measured;
  return [
    { key: "microphone", title: "Microphone", ...(microphone === null ? WAITING : ofMicrophone(microphone)) },
    { key: "camera", title: "Camera", ...(camera === null ? WAITING : ofCamera(camera)) },
    { key: "speaker", title: "Speaker", ...ofSpeaker(speaker) },
    ...ofNetwork(measured),
  ];
}

/** Whether nothing is being measured any more; the speaker waits for an answer that may never come. */
export function isDone(findings: readonly Finding[]): boolean {
  return findings.every(({ verdict }) => verdict !== "waiting");
}

/** The worst of all, in one sentence. */
export function summaryOf(findings: readonly Finding[]): string {
  if (!isDone(findings)) return "Testing…";
  if (findings.some(({ verdict }) => verdict === "bad")) return "Something does not work. See below what to do.";
  if (findings.some(({ verdict }) => verdict === "poor")) return "You can join. Something could be better.";
  return "You are ready to join.";
}

const WAITING: Said = { verdict: "waiting", words: "Being tested…", advice: "" };
const NOT_REACHED: Said = { verdict: "note", words: "Not tested, because of the above.", advice: "" };

function good(words: string): Said {
  return { verdict: "good", words, advice: "" };
}

function ofMicrophone(found: Microphone): Said {
  if (found === "off") return { verdict: "note", words: "Off, so not tested.", advice: "Turn it on to test it." };
  if ("trouble" in found)
    return { verdict: "bad", words: "Not available.", advice: troubleWords("mic", found.trouble) };
  if (found.level > SPEECH_LEVEL) return good("It hears you.");
  return {
    verdict: "poor",
    words: "Nothing was heard.",
    advice: "Test again and say something. If it stays silent, unmute the microphone itself, or choose another.",
  };
}

function ofCamera(found: Camera): Said {
  if (found === "off") return { verdict: "note", words: "Off, so not tested.", advice: "Turn it on to test it." };
  if ("trouble" in found)
    return { verdict: "bad", words: "Not available.", advice: troubleWords("camera", found.trouble) };
  const size = `${found.width} × ${found.height}`;
  if (!found.isDark) return good(`It sends a picture of ${size}.`);
  return {
    verdict: "poor",
    words: `Its picture of ${size} is black.`,
    advice: "Open the camera's cover, make light, or choose another camera.",
  };
}

function ofSpeaker(answer: Measured["speaker"]): Said {
  if (answer === null) return { verdict: "note", words: "Play a sound, and say whether you hear it.", advice: "" };
  if (answer === "heard") return good("You hear it.");
  return {
    verdict: "bad",
    words: "You do not hear it.",
    advice: "Turn the volume up, or choose another speaker before joining.",
  };
}

function ofNetwork({ server, signalling, media, tcp, quality }: Measured): Finding[] {
  const isServed = server !== null && "ms" in server;
  const isSignalled = isServed && signalling !== "failed";
  const isSent = isSignalled && media !== "failed";
  const after = (reached: boolean, said: Said | null): Said =>
    server === null || (reached && said === null) ? WAITING : ((reached ? said : null) ?? NOT_REACHED);
  return [
    { key: "server", title: "Server", ...(server === null ? WAITING : ofServer(server)) },
    {
      key: "signalling",
      title: "Control connection",
      ...after(isServed, signalling === null ? null : ofSignalling(signalling)),
    },
    { key: "media", title: "Sound and video", ...after(isSignalled, media === null ? null : ofMedia(media)) },
    { key: "tcp", title: "Way by TCP", ...after(isSent, tcp === null ? null : ofTcp(tcp)) },
    { key: "quality", title: "Delay", ...after(isSent, quality === null ? null : ofDelay(quality)) },
    { key: "upload", title: "Upload", ...after(isSent, quality === null ? null : ofUpload(quality)) },
  ];
}

function ofServer(server: { ms: number } | { failed: string }): Said {
  if ("ms" in server) return good(`It answers within ${Math.round(server.ms)} ms.`);
  return { verdict: "bad", words: server.failed, advice: "If other pages work, wait a minute and test again." };
}

function ofSignalling(found: { ms: number } | "failed"): Said {
  if (found !== "failed") return good(`It is there within ${Math.round(found.ms)} ms.`);
  return {
    verdict: "bad",
    words: "It cannot be made.",
    advice: `A proxy or firewall may block WebSockets to this server. ${ASK}`,
  };
}

function ofMedia(found: Exclude<Measured["media"], null>): Said {
  if (found === "failed")
    return {
      verdict: "bad",
      words: "They do not get through, neither by UDP nor by TCP.",
      advice: `A firewall may block the server's media ports. ${ASK}`,
    };
  const relayed = found.isRelayed ? " through a relay (TURN)" : "";
  if (found.protocol === "udp") return good(`They go by UDP${relayed}, the fastest way.`);
  return {
    verdict: "poor",
    words: `They go by TCP${relayed}, because UDP does not get through: they may stutter.`,
    advice: "Ask for UDP to this server to be allowed in your network, or use another one.",
  };
}

function ofTcp(works: boolean): Said {
  if (works) return good("It works, for networks that block UDP.");
  return { verdict: "note", words: "None was found. You do not need it while UDP works.", advice: "" };
}

function ofDelay(found: Quality | "failed"): Said {
  if (found === "failed") return { verdict: "note", words: "It could not be measured.", advice: "" };
  const { rttMs, jitterMs, loss } = found;
  const words = `${rttMs} ms there and back, ${jitterMs} ms jitter, ${percent(loss)} of packets lost.`;
  if (rttMs <= FAIR_RTT_MS && loss <= FAIR_LOSS) return good(words);
  const verdict = rttMs > POOR_RTT_MS || loss > POOR_LOSS ? "bad" : "poor";
  return { verdict, words, advice: NEARER };
}

function ofUpload(found: Quality | "failed"): Said {
  if (found === "failed") return { verdict: "note", words: "It could not be measured.", advice: "" };
  const rate = `You can send at least ${(found.uploadBps / 1_000_000).toFixed(1)} Mbit/s`;
  if (found.uploadBps >= VIDEO_BPS) return good(`${rate}: enough for video.`);
  if (found.uploadBps >= SMALL_VIDEO_BPS)
    return { verdict: "poor", words: `${rate}: enough for sound and a small picture.`, advice: NEARER };
  return { verdict: "bad", words: `${rate}: enough for sound at most.`, advice: `${NEARER} Turn your camera off.` };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}
