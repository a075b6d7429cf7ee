/** One person's presence in one meeting: the LiveKit room, its captions and chat, and coming back after a loss. */
import {
  type DisconnectReason,
  type LocalTrack,
  type Participant,
  ParticipantKind,
  type Room,
  Track,
} from "livekit-client";
import { ApiError, api, type Joined, type Role } from "../api";
import { lineOfSegment, lineOfStream } from "./captions/line";
import { CaptionStore } from "./captions/store";
import { ChatStore, messageOf } from "./chat/store";
import { connect, type DeviceIds, listen, type Outcome, openRoom, optionsFor } from "./connection";
import { type Exit, exitOfDisconnect, exitOfRefusal, retryDelay } from "./exits";
import { Observable } from "./observable";
import { Outgoing, type Source } from "./outgoing";
import { type Pause, pause } from "./pause";
import { Names } from "./people/names";
import { nameOf, ROLE, roleOf } from "./people/person";
import { after, isInside, type Presence, type PresenceEvent } from "./presence";

/** How long a missing number may still be on its way before history is asked for. */
const GAP_PATIENCE_MS = 2_500;
const HISTORY_RETRY_MS = 4_000;

export interface Devices extends DeviceIds {
  tracks: readonly LocalTrack[];
}

/** What the session asks of the world; tests give their own. */
export interface World {
  openRoom: typeof openRoom;
  api: Pick<typeof api, "join" | "endRoom" | "messages" | "participants" | "segments" | "say">;
}

export class Session extends Observable {
  readonly captions = new CaptionStore();
  readonly chat = new ChatStore();
  readonly names = new Names();
  readonly slug: string;
  readonly #world: World;
  readonly #name: string | null;
  readonly #devices: DeviceIds;
  readonly #outgoing: Outgoing;
  /** Aborted once, by the end: whatever is awaited then must not connect, publish or ask again. */
  readonly #ending = new AbortController();
  #joined: Joined;
  #room: Room;
  #unsent: { text: string; id: string } | undefined;
  /** The room that is being connected, until it takes the place of `#room`. */
  #candidate: Room | null = null;
  #presence: Presence = "connecting";
  #exit: Exit | null = null;
  #pause: Pause | null = null;
  /** What the last refusal asked for; 0 after any other answer. */
  #retryAfterMs = 0;
  #gapTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    slug: string,
    name: string | null,
    joined: Joined,
    { tracks, ...devices }: Devices,
    world: World = { openRoom, api },
  ) {
    super();
    this.slug = slug;
    this.#world = world;
    this.#name = name;
    this.#joined = joined;
    this.#devices = devices;
    this.#outgoing = new Outgoing(tracks, this.#ending.signal);
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
    return roleOf({ attributes: { [ROLE]: this.#joined.participant.role, ...this.#room.localParticipant.attributes } });
  }

  async start(): Promise<void> {
    if (!(await this.#enter(this.#joined, this.#room))) await this.#comeBack();
  }

  /** Does not wait for the next attempt. */
  tryNow(): void {
    this.#pause?.cut();
  }

  leave(): void {
    this.#over("left");
  }

  async endForAll(): Promise<void> {
    await this.#world.api.endRoom(this.slug);
    this.#over("ended");
  }

  /** What could not be sent and is sent again keeps its id: the answer alone may have been lost. */
  async say(text: string): Promise<void> {
    if (this.#unsent?.text !== text) this.#unsent = { text, id: crypto.randomUUID() };
    this.chat.receive(await this.#world.api.say(this.slug, text, this.#unsent.id), this.self);
    this.#unsent = undefined;
  }

  /** Whether it is sent, or will be when the connection is back. */
  sends(source: Source): boolean {
    return isInside(this.#presence)
      ? this.#room.localParticipant.getTrackPublication(source)?.isMuted === false
      : this.#outgoing.wants(source);
  }

  /** Begins or stops sending; without a connection, says what to send when there is one. */
  async send(source: Source, on: boolean): Promise<void> {
    if (isInside(this.#presence)) await this.#outgoing.set(this.#room, source, on);
    else this.#outgoing.want(source, on);
    this.changed();
  }

  /** Switches to another device, also for the rooms that come after a loss. */
  async switchDevice(kind: MediaDeviceKind, deviceId: string): Promise<void> {
    const key = kind === "audioinput" ? "micId" : kind === "videoinput" ? "cameraId" : "speakerId";
    this.#devices[key] = deviceId;
    if (kind === "audioinput") this.#outgoing.reopen(Track.Source.Microphone);
    if (kind === "videoinput") this.#outgoing.reopen(Track.Source.Camera);
    try {
      await this.#room.switchActiveDevice(kind, deviceId);
    } finally {
      // The browser may have opened the other device only after the end.
      if (this.#ending.signal.aborted) this.#outgoing.stop();
    }
  }

  #newRoom(): Room {
    const room = this.#world.openRoom(optionsFor(this.#devices));
    listen(room, {
      caption: async (reader, identity) => this.#hear(await reader.readAll(), reader.info.attributes ?? {}, identity),
      chat: (payload) => this.#read(payload),
      sending: (publication) => this.#outgoing.noted(publication),
      interrupted: () => {
        if (room === this.#room) this.#move("interrupted");
      },
      resumed: () => this.#resumed(room),
      arrived: (participant) => this.#see(participant),
      transcriberChanged: () => this.#lookAgain(),
      disconnected: (reason) => this.#dropped(room, reason),
    });
    return room;
  }

  #hear(text: string, attributes: Readonly<Record<string, string>>, identity: string): void {
    const line = lineOfStream({ attributes, identity }, text, Date.now());
    if (line === null || this.#ending.signal.aborted) return;
    this.captions.stream(line);
    if (this.captions.hasGap()) this.#gapTimer ??= setTimeout(() => this.#mendGap(), GAP_PATIENCE_MS);
  }

  /** A transcriber that came, or whose fault began or ended, has stored what was not transcribed. */
  #lookAgain(): void {
    this.#gapTimer ??= setTimeout(() => {
      this.#gapTimer = undefined;
      void this.#catchUp(this.captions.resumeAfter());
    }, GAP_PATIENCE_MS);
  }

  /** A name that is there already is told apart by the server's order of arrival. */
  #see(participant: Participant): void {
    if (isPerson(participant)) this.names.see(participant.identity, nameOf(participant));
  }

  #mendGap(): void {
    this.#gapTimer = undefined;
    if (this.captions.hasGap()) void this.#catchUp(this.captions.resumeAfter());
  }

  #read(payload: Uint8Array): void {
    const message = messageOf(payload);
    if (message !== null) this.chat.receive(message, this.self);
  }

  /** Fetches what was said and typed while this client did not hear; tries until it is over. */
  async #catchUp(afterSeq: number): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      try {
        const [{ segments, gaps }, { messages }, { participants }] = await Promise.all([
          this.#world.api.segments(this.slug, afterSeq, signal),
          this.#world.api.messages(this.slug, signal),
          this.#world.api.participants(this.slug, signal),
        ]);
        this.names.arrived(participants);
        this.captions.history(segments.map(lineOfSegment), afterSeq, Date.now(), gaps);
        this.chat.history(messages);
        return;
      } catch (error) {
        if (signal.aborted || (error instanceof ApiError && error.isFinal)) return;
        if (!(error instanceof ApiError)) throw error;
        await pause(Math.max(HISTORY_RETRY_MS, error.retryAfterMs), signal, error.retryAfterMs > 0).done;
      }
    }
  }

  #resumed(room: Room): void {
    if (room === this.#room && this.#move("resumed")) void this.#catchUp(-1);
  }

  #dropped(room: Room, reason: DisconnectReason | undefined): void {
    if (room !== this.#room || !isInside(this.#presence)) return;
    const exit = exitOfDisconnect(reason);
    if (exit !== null) this.#over(exit);
    else if (this.#move("lost")) void this.#comeBack();
  }

  /** Joins anew, as the same person, until it works, is refused, or one has left. */
  async #comeBack(): Promise<void> {
    const { signal } = this.#ending;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      this.#pause = pause(Math.max(retryDelay(attempt), this.#retryAfterMs), signal, this.#retryAfterMs > 0);
      if (await this.#pause.done) attempt = 0;
      if (!this.#move("due")) return;
      const joined = await this.#joinAgain();
      if (joined !== null && (await this.#enter(joined, this.#newRoom()))) return;
    }
  }

  async #joinAgain(): Promise<Joined | null> {
    this.#retryAfterMs = 0;
    try {
      return await this.#world.api.join(this.slug, this.#name, this.#ending.signal);
    } catch (error) {
      if (this.#ending.signal.aborted) return null;
      if (!(error instanceof ApiError)) throw error;
      if (error.isFinal) this.#over(error.kind === "room-ended" ? "missed" : exitOfRefusal(error));
      else this.#move("unreachable");
      this.#retryAfterMs = error.retryAfterMs;
      return null;
    }
  }

  /** One attempt with one room; true when there is nothing left to try. */
  async #enter(joined: Joined, room: Room): Promise<boolean> {
    if (this.#ending.signal.aborted) return true;
    this.#candidate = room;
    const outcome = await connect(room, joined.livekit.url, joined.livekit.token);
    this.#candidate = null;
    if (this.#ending.signal.aborted) {
      await room.disconnect();
      return true;
    }
    return this.#arrived(outcome, joined, room);
  }

  async #arrived(outcome: Outcome, joined: Joined, room: Room): Promise<boolean> {
    if (typeof outcome === "object") {
      this.#over(outcome.exit);
      return true;
    }
    if (outcome === "joined") {
      this.#joined = joined;
      this.#room = room;
      for (const participant of room.remoteParticipants.values()) this.#see(participant);
    }
    this.#move(outcome);
    if (outcome !== "joined") return false;
    void this.#catchUp(-1);
    await this.#outgoing.publish(room);
    return true;
  }

  #over(exit: Exit): void {
    if (!this.#step("ended")) return;
    this.#exit = exit;
    this.#ending.abort();
    clearTimeout(this.#gapTimer);
    this.#outgoing.stop();
    void this.#room.disconnect();
    void this.#candidate?.disconnect();
    this.changed();
  }

  #move(event: PresenceEvent): boolean {
    const moved = this.#step(event);
    if (moved) this.changed();
    return moved;
  }

  #step(event: PresenceEvent): boolean {
    const next = after(this.#presence, event);
    if (next !== null) this.#presence = next;
    return next !== null;
  }
}

/** The transcriber is in the room but is nobody: no tile, no place in the list. */
export function isPerson(participant: Pick<Participant, "kind">): boolean {
  return participant.kind !== ParticipantKind.AGENT && participant.kind !== ParticipantKind.EGRESS;
}
