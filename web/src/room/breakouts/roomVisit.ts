/** A visit with real sessions: the devices and what is sent are those of the session before. */
import { type LocalTrack, Track } from "livekit-client";
import { api, type Joined } from "../../api";
import { background } from "../blurring";
import type { ChatStore } from "../chat/store";
import { readPreferences } from "../preferences";
import { type Devices, Session } from "../session";
import { soundOf } from "../sound";
import { Visit } from "./visit";

export type RoomVisit = Visit<Session>;

const NONE: readonly LocalTrack[] = [];

export function visitOf(slug: string, name: string | null, joined: Joined, devices: Devices): RoomVisit {
  /** By their meetings' codes: a chat goes on when one comes back. */
  const chats = new Map<string, ChatStore>();
  const stay = (there: string, seat: Joined, before: Session | null): Session => {
    const chosen = readPreferences();
    const { micId, cameraId, speakerId } = chosen;
    const session = new Session(
      there,
      name,
      seat,
      before === null ? devices : { tracks: NONE, micId, cameraId, speakerId, sound: soundOf(chosen) },
      undefined,
      { prepare: (track) => background.prepare(track), chat: chats.get(there) },
    );
    chats.set(there, session.chat);
    for (const source of [Track.Source.Microphone, Track.Source.Camera] as const)
      if (before?.intends(source)) void session.send(source, true);
    return session;
  };
  return new Visit(slug, name, joined, { api, stay });
}
