/** The file of a test, to send to whoever runs the server: without tokens, addresses, device ids, names or the meeting's code. */
import type { Finding } from "./findings";
import type { Measured } from "./measured";

export interface Surroundings {
  at: Date;
  /** The server's, without the meeting's path. */
  origin: string;
  browser: string;
  language: string;
  isOnline: boolean;
  /** As the browser guesses; empty where it does not say. */
  network: string;
  screen: string;
  /** Of the devices chosen, as the browser names them. */
  labels: Readonly<Record<"microphone" | "camera" | "speaker", string>>;
}

export function reportOf(measured: Measured, findings: readonly Finding[], surroundings: Surroundings): string {
  const { at, origin, browser, language, isOnline, network, screen, labels } = surroundings;
  const document = {
    parley_check: 1,
    made_at: at.toISOString(),
    server: origin,
    browser,
    language,
    online: isOnline,
    network,
    screen,
    devices: labels,
    findings: findings.map(({ title, verdict, words, advice }) => ({ title, verdict, words, advice })),
    measured,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

export function fileNameOf(at: Date): string {
  return `parley-check-${at.toISOString().slice(0, 16).replace(/[-:]/g, "")}.json`;
}
