/** What a test before joining measures; null: not yet. */
import type { Trouble } from "../devices";

/** A device that is off was not tested. */
export type Microphone = "off" | { trouble: Trouble } | { level: number };
export type Camera = "off" | { trouble: Trouble } | { width: number; height: number; isDark: boolean };

/** How sound and video travel. */
export interface Path {
  protocol: "udp" | "tcp";
  /** Through a TURN server. */
  isRelayed: boolean;
}

export interface Quality {
  rttMs: number;
  jitterMs: number;
  /** 0 to 1, of the packets sent. */
  loss: number;
  /** The browser's estimate of what it could send, at most what it tried to. */
  uploadBps: number;
}

export interface Measured {
  microphone: Microphone | null;
  camera: Camera | null;
  speaker: "heard" | "silent" | null;
  /** Of the request that asks for the test; `failed` says why there is none. */
  server: { ms: number } | { failed: string } | null;
  signalling: { ms: number } | "failed" | null;
  media: Path | "failed" | null;
  /** Whether there is a way by TCP beside that by UDP. */
  tcp: boolean | null;
  quality: Quality | "failed" | null;
}

export const NOTHING: Measured = {
  microphone: null,
  camera: null,
  speaker: null,
  server: null,
  signalling: null,
  media: null,
  tcp: null,
  quality: null,
};
