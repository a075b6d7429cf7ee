/** How good a participant's connection to the server is, in words. */
import { ConnectionQuality } from "livekit-client";

const WORDS: Readonly<Record<ConnectionQuality, string>> = {
  [ConnectionQuality.Excellent]: "Connection: excellent",
  [ConnectionQuality.Good]: "Connection: good",
  [ConnectionQuality.Poor]: "Connection: poor",
  [ConnectionQuality.Lost]: "Connection: lost",
  [ConnectionQuality.Unknown]: "",
};

/** Empty before the server has measured it. */
export function qualityWords(quality: ConnectionQuality): string {
  return WORDS[quality];
}
