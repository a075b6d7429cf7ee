/** One person's presence in one meeting: the LiveKit room, its captions and chat, and coming back after a loss. */
import {
  ConnectionState,
  type LocalTrack,
  ParticipantKind,
  Room,
  RoomEvent,
  type DisconnectReason,
  type RemoteParticipant,
  type TextStreamReader,
} from "livekit-client";
import { ApiError, api, type Joined, type Role } from "../api";
import { CaptionStore } from "./captions/store";
import { lineOfSegment, lineOfStream } from "./captions/line";
import { ChatStore, messageOf } from "./chat/store";
import { exitOfDisconnect, exitOfRefusal, retryDelay, type Exit } from "./exits";
import { Observable } from "./observable";
import { roleOf } from "./people/person";

const TRANSCRIPTION = "lk.transcription";
const CHAT = "parley.chat";
/** How long a missing number may still be on its way before history is asked for. */
const GAP_PATIENCE_MS = 2_500;
const HISTORY_RETRY_MS = 4_000;

/** After these, what one sends may have changed; not after a loss, which unpublishes everything. */
const SENDING = [RoomEvent.LocalTrackPublished, RoomEvent.TrackMuted, RoomEvent.TrackUnmuted] as const;

export type Presence = "connecting" | "connected" | "reconnecting" | "gone";

export interface Devices {
  micId: string;
  cameraId: string;
  speakerId: string;
  tracks: readonly LocalTrack[];
}

export class Session extends Observable {
  readonly captions = new CaptionStore();
  readonly chat = new ChatStore();
  readonly slug: string;
  #joined: Joined;
  #room: Room;
  #presence: Presence = "connecting";
  #exit: Exit | null = null;
  #leaving = false;
  /** What was being sent when the connection was last whole: LiveKit forgets it with the loss. */
  #sending = { mic: false, camera: false };
  #gapTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #name: string | null;
  readonly #devices: Devices;

  constructor(slug: string, name: string | null, joined: Joined, devices: Devices) {
    super();
    this.slug = slug;
    this.#name = name;
    this.#joined = joined;
    this.#devices = devices;
    this.#room = this.#newRoom();
  }

  readonly presence = (): Presence => this.#presence;
  /** Why it is over; null while it is not. */
  readonly exit = (): Exit | null => this.#exit;
  /** Another one after each lost connection. */
  readonly room = (): Room => this.#room;

  get self(): string {
    return this.#joined.participant.id;
  }

  /** What the server says now: a co-host may be made while one is inside. */
  role(): Role {
    const { localParticipant } = this.#room;
    return "parley.role" in localParticipant.attributes ? roleOf(localParticipant) : this.#joined.participant.role;
  }

  async start(): Promise<void> {
    try {
      await this.#room.connect(this.#joined.livekit.url, this.#joined.livekit.token);
    } catch {
      await this.#comeBack();
      return;
    }
    this.#set("connected");
    void this.#catchUp(-1);
    await Promise.allSettled(this.#devices.tracks.map((track) => this.#room.localParticipant.publishTrack(track)));
  }

  leave(): void {
    this.#leaving = true;
    void this.#room.disconnect();
    this.#over("left");
  }

  async endForAll(): Promise<void> {
    await api.endRoom(this.slug);
    this.#over("ended");
  }

  async say(text: string): Promise<void> {
    this.chat.receive(await api.say(this.slug, text), this.self);
  }

  #newRoom(): Room {
    const { micId, cameraId, speakerId } = this.#devices;
    const room = new Room({
      adaptiveStream: true,
      dynacast: true,
      audioCaptureDefaults: {
        ...(micId && { deviceId: micId }),
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
      },
      videoCaptureDefaults: { ...(cameraId && { deviceId: cameraId }) },
      ...(speakerId && { audioOutput: { deviceId: speakerId } }),
    });
    room.registerTextStreamHandler(TRANSCRIPTION, (reader, { identity }) => void this.#hear(reader, identity));
    room.on(RoomEvent.DataReceived, (payload, _from, _kind, topic) => this.#read(payload, topic));
    for (const event of SENDING) room.on(event, () => this.#note(room));
    room.on(RoomEvent.Reconnecting, () => this.#set("reconnecting"));
    room.on(RoomEvent.SignalReconnecting, () => this.#set("reconnecting"));
    room.on(RoomEvent.Reconnected, () => this.#returned());
    room.on(RoomEvent.Disconnected, (reason) => this.#dropped(room, reason));
    return room;
  }

  async #hear(reader: TextStreamReader, identity: string): Promise<void> {
    const text = await reader.readAll();
    const line = lineOfStream({ attributes: reader.info.attributes ?? {}, identity }, text, Date.now());
    if (line === null) return;
    this.captions.stream(line);
    if (this.captions.hasGap()) this.#gapTimer ??= setTimeout(() => this.#mendGap(), GAP_PATIENCE_MS);
  }

  #mendGap(): void {
    this.#gapTimer = undefined;
    if (this.captions.hasGap()) void this.#catchUp(this.captions.resumeAfter());
  }

  #read(payload: Uint8Array, topic: string | undefined): void {
    const message = topic === CHAT ? messageOf(payload) : null;
    if (message !== null) this.chat.receive(message, this.self);
  }

  #note(room: Room): void {
    if (room.state !== ConnectionState.Connected) return;
    const { isMicrophoneEnabled, isCameraEnabled } = room.localParticipant;
    this.#sending = { mic: isMicrophoneEnabled, camera: isCameraEnabled };
  }

  #returned(): void {
    this.#set("connected");
    void this.#catchUp(-1);
  }

  /** Fetches what was said and typed while this client did not hear; tries until it is over. */
  async #catchUp(afterSeq: number): Promise<void> {
    if (this.#exit !== null) return;
    try {
      const [{ segments }, { messages }] = await Promise.all([
        api.segments(this.slug, afterSeq),
        api.messages(this.slug),
      ]);
      this.captions.history(segments.map(lineOfSegment), afterSeq, Date.now());
      this.chat.history(messages);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 0 || error.status >= 500) setTimeout(() => void this.#catchUp(afterSeq), HISTORY_RETRY_MS);
    }
  }

  #dropped(room: Room, reason: DisconnectReason | undefined): void {
    if (this.#leaving || this.#exit !== null || room !== this.#room || this.#presence === "connecting") return;
    const exit = exitOfDisconnect(reason);
    if (exit === "lost") void this.#comeBack();
    else this.#over(exit);
  }

  /** Joins anew, as the same person, until it works, is refused, or patience ends. */
  async #comeBack(): Promise<void> {
    const sending = this.#sending;
    this.#set("reconnecting");
    for (let attempt = 0, wait = retryDelay(0); wait !== null; attempt += 1, wait = retryDelay(attempt)) {
      await new Promise((resume) => setTimeout(resume, wait));
      if (this.#exit !== null) return;
      try {
        await this.#rejoin();
        await this.#resume(sending);
        return;
      } catch (error) {
        if (error instanceof ApiError && isFinal(error)) {
          this.#over(exitOfRefusal(error));
          return;
        }
      }
    }
    this.#over("lost");
  }

  async #rejoin(): Promise<void> {
    this.#joined = await api.join(this.slug, this.#name);
    const room = this.#newRoom();
    await room.connect(this.#joined.livekit.url, this.#joined.livekit.token);
    this.#room = room;
    this.#returned();
  }

  async #resume({ mic, camera }: { mic: boolean; camera: boolean }): Promise<void> {
    const me = this.#room.localParticipant;
    await Promise.allSettled([mic && me.setMicrophoneEnabled(true), camera && me.setCameraEnabled(true)]);
  }

  #over(exit: Exit): void {
    if (this.#exit !== null) return;
    this.#exit = exit;
    clearTimeout(this.#gapTimer);
    for (const track of this.#devices.tracks) track.stop();
    void this.#room.disconnect();
    this.#set("gone");
  }

  #set(presence: Presence): void {
    if (this.#exit !== null && presence !== "gone") return;
    this.#presence = presence;
    this.changed();
  }
}

/** A refusal that trying again does not change. */
function isFinal(error: ApiError): boolean {
  return error.status >= 400 && error.status < 500 && error.status !== 429;
}

/** The transcriber is in the room but is nobody: no tile, no place in the list. */
export function isPerson(participant: Pick<RemoteParticipant, "kind">): boolean {
  return participant.kind !== ParticipantKind.AGENT && participant.kind !== ParticipantKind.EGRESS;
}
