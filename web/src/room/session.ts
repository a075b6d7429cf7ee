/** One person's session in one meeting: the LiveKit room, its captions and chat, and reconnecting after a loss. */
import {
  type DisconnectReason,
  type LocalTrack,
  type Participant,
  ParticipantKind,
  type Room,
  Track,
} from "livekit-client";
import { ApiError, api, type Joined } from "../api";
import { lineOfSegment, lineOfStream } from "./captions/line";
import { CaptionStore } from "./captions/store";
import { ChatStore, messageOf, messageReactionOf } from "./chat/store";
import { connect, type DeviceIds, listen, type Outcome, openRoom, optionsFor } from "./connection";
import { watchChanges } from "./events";
import { type Exit, exitOfDisconnect, exitOfRefusal, retryDelay } from "./exits";
import { NotesStore } from "./notes/store";
import { Observable } from "./observable";
import { keepingOf, OffRecordWishes } from "./offRecordWishes";
import { OutgoingTracks } from "./outgoing";
import { type Pause, pause } from "./pause";
import { DisplayNames } from "./people/names";
import { nameOf } from "./people/person";
import { PollStore } from "./polls/store";
import { after, isInside, type Presence, type PresenceEvent } from "./presence";
import { type Emoji, ReactionStore } from "./reactions/store";
import { Recording } from "./recording";
import { Rights } from "./rights";
import type { Source } from "./sender";
import type { Sound } from "./sound";

/** How long a missing `seq` may still arrive by stream before history is fetched. */
const MISSING_SEGMENT_MS = 2_500;
const HISTORY_RETRY_MS = 4_000;

export interface Devices extends DeviceIds {
  tracks: readonly LocalTrack[];
}

/** What the session depends on; tests give fakes. */
export interface Dependencies {
  openRoom: typeof openRoom;
  api: Pick<
    typeof api,
    | "join"
    | "endRoom"
    | "messages"
    | "notes"
    | "participants"
    | "polls"
    | "askPoll"
    | "votePoll"
    | "closePoll"
    | "deletePoll"
    | "reactToMessage"
    | "recording"
    | "room"
    | "segments"
    | "sendMessage"
    | "setOffRecord"
    | "setRecording"
    | "setRecordingConsent"
  >;
}

export class Session extends Observable {
  readonly captions = new CaptionStore();
  readonly chat = new ChatStore();
  readonly names = new DisplayNames();
  readonly notes: NotesStore;
  readonly offRecord: OffRecordWishes;
  readonly polls: PollStore;
  readonly reactions = new ReactionStore();
  readonly recording: Recording;
  readonly rights: Rights;
  readonly slug: string;
  /** Called whenever the meeting's breakout rooms may have changed. */
  onBreakouts: () => void = () => undefined;
  readonly #dependencies: Dependencies;
  readonly #name: string | null;
  readonly #devices: DeviceIds;
  readonly #outgoing: OutgoingTracks;
  /** Aborted once, at the end: whatever is awaited then must not connect, publish or fetch any more. */
  readonly #ending = new AbortController();
  #joined: Joined;
  #room: Room;
  #unsent: { text: string; replyTo: string | null; id: string } | undefined;
  /** The room being connected, until it replaces `#room`. */
  #candidate: Room | null = null;
  #presence: Presence = "connecting";
  #exit: Exit | null = null;
  #pause: Pause | null = null;
  /** Of the last refusal; 0 after any other response. */
  #retryAfterMs = 0;
  #fetchTimer: ReturnType<typeof setTimeout> | undefined;
  #mayHaveGaps = false;
  /** From a connection until the server reaches this client: LiveKit drops what is sent meanwhile. */
  #isOutOfReach = false;

  constructor(
    slug: string,
    name: string | null,
    joined: Joined,
    { tracks, ...devices }: Devices,
    dependencies: Dependencies = { openRoom, api },
    prepare?: (track: LocalTrack) => Promise<void>,
  ) {
    super();
    this.slug = slug;
    this.#dependencies = dependencies;
    this.#name = name;
    this.#joined = joined;
    this.#devices = devices;
    this.#outgoing = new OutgoingTracks(tracks, this.#ending.signal, prepare);
    this.rights = new Rights(joined.rights, joined.room.settings, () => dependencies.api.room(slug));
    this.#room = this.#newRoom();
    this.recording = new Recording(dependencies.api, slug);
    this.notes = new NotesStore(dependencies.api, slug, (onChange) => watchChanges(slug, onChange, "notes"));
    const { signal } = this.#ending;
    this.polls = new PollStore(dependencies.api, slug, signal);
    this.offRecord = new OffRecordWishes(
      {
        send: (scope, off) => dependencies.api.setOffRecord(slug, scope, off),
        isInside: () => isInside(this.#presence),
        wait: (attempt) => pause(retryDelay(attempt), signal).done,
        signal,
      },
      keepingOf(slug, joined.participant.id),
    );
    const silence = (): void => this.#outgoing.silence(this.offRecord.isSilencing());
    this.offRecord.subscribe(silence);
    silence();
  }

  readonly presence = (): Presence => this.#presence;
  /** Why it is over; null until then. */
  readonly exit = (): Exit | null => this.#exit;
  /** A new one after each lost connection. */
  readonly room = (): Room => this.#room;

  get self(): string {
    return this.#joined.participant.id;
  }

  async start(): Promise<void> {
    if (!(await this.#enter(this.#joined, this.#room))) await this.#reconnect();
  }

  /** Makes the next attempt now. */
  tryNow(): void {
    this.#pause?.cut();
  }

  leave(): void {
    this.#end("left");
  }

  async endForAll(): Promise<void> {
    await this.#dependencies.api.endRoom(this.slug);
    this.#end("ended");
  }

  /** A message sent again after a failure keeps its id: only the response may have been lost. */
  async sendMessage(text: string, replyTo: string | null = null): Promise<void> {
    if (this.#unsent?.text !== text || this.#unsent.replyTo !== replyTo)
      this.#unsent = { text, replyTo, id: crypto.randomUUID() };
    const { id } = this.#unsent;
    this.chat.receive(await this.#dependencies.api.sendMessage(this.slug, text, id, replyTo), this.self);
    this.#unsent = undefined;
  }

  async reactToMessage(id: string, emoji: Emoji, on: boolean): Promise<void> {
    await this.#dependencies.api.reactToMessage(this.slug, id, emoji, on);
    this.chat.react({ message_id: id, participant_id: this.self, emoji, on });
  }

  /** Whether it is published, or will be after reconnecting. */
  sends(source: Source): boolean {
    return isInside(this.#presence)
      ? this.#room.localParticipant.getTrackPublication(source)?.isMuted === false
      : this.#outgoing.wants(source);
  }

  /** Whether it is sent, or will be: also while it is being prepared. */
  intends(source: Source): boolean {
    return this.sends(source) || this.#outgoing.awaits(source);
  }

  /** Publishes or mutes; without a connection, sets what to publish after reconnecting. */
  async send(source: Source, on: boolean): Promise<void> {
    if (isInside(this.#presence)) await this.#outgoing.set(this.#room, source, on);
    else this.#outgoing.want(source, on);
    this.changed();
  }

  /** Switches to another device, also for later rooms. */
  async switchDevice(kind: MediaDeviceKind, deviceId: string): Promise<void> {
    const key = kind === "audioinput" ? "micId" : kind === "videoinput" ? "cameraId" : "speakerId";
    this.#devices[key] = deviceId;
    if (kind === "audioinput") this.#outgoing.chooseAnother(Track.Source.Microphone);
    if (kind === "videoinput") this.#outgoing.chooseAnother(Track.Source.Camera);
    try {
      await this.#room.switchActiveDevice(kind, deviceId);
    } finally {
      // The browser may have opened the other device only after the end.
      if (this.#ending.signal.aborted) this.#outgoing.stop();
    }
  }

  /** Opens the microphone with other processing of its sound, also in later rooms. */
  async setSound(sound: Sound): Promise<void> {
    this.#devices.sound = sound;
    const { options } = this.#room;
    options.audioCaptureDefaults = { ...options.audioCaptureDefaults, ...sound };
    await this.#renew(Track.Source.Microphone);
  }

  /** Opens the camera again, after what prepares it has changed. */
  renewCamera(): Promise<void> {
    return this.#renew(Track.Source.Camera);
  }

  async #renew(source: Track.Source.Microphone | Track.Source.Camera): Promise<void> {
    if (isInside(this.#presence)) await this.#outgoing.renew(this.#room, source);
    else this.#outgoing.reopen(source);
    this.changed();
  }

  async #renewStale(room: Room): Promise<void> {
    if (room !== this.#room) return;
    await this.#outgoing.renewStale(room);
    this.changed();
  }

  #newRoom(): Room {
    const room = this.#dependencies.openRoom(optionsFor(this.#devices));
    listen(room, {
      caption: async (reader) => this.#receiveCaption(await reader.readAll(), reader.info.attributes ?? {}),
      chat: (payload) => this.#receiveMessage(payload),
      messageReaction: (payload) => this.#receiveMessageReaction(payload),
      reaction: (payload) => this.reactions.receive(payload),
      pollsChanged: () => void this.polls.refresh(),
      breakoutsChanged: () => this.onBreakouts(),
      sending: (publication) => this.#outgoing.takeMuteState(publication),
      published: () => void this.#renewStale(room),
      interrupted: () => {
        if (room === this.#room) this.#move("interrupted");
      },
      resumed: () => this.#resumed(room),
      reached: () => {
        if (room === this.#room && this.#isOutOfReach) this.#fetchKept();
      },
      arrived: (participant) => this.#addName(participant),
      rightsChanged: () => void this.rights.refresh(),
      transcriberChanged: () => this.#fetchGaps(),
      disconnected: (reason) => this.#dropped(room, reason),
    });
    return room;
  }

  #receiveCaption(text: string, attributes: Readonly<Record<string, string>>): void {
    const line = lineOfStream(attributes, text, Date.now());
    if (line === null || this.#ending.signal.aborted) return;
    this.captions.stream(line);
    if (this.captions.isIncomplete()) this.#fetchSoon();
  }

  /** A transcriber that came, or whose fault began or ended, has stored what was not transcribed. */
  #fetchGaps(): void {
    this.#mayHaveGaps = true;
    this.#fetchSoon();
  }

  #fetchSoon(): void {
    this.#fetchTimer ??= setTimeout(() => {
      this.#fetchTimer = undefined;
      if (this.#mayHaveGaps || this.captions.isIncomplete()) void this.#fetchHistory();
      this.#mayHaveGaps = false;
    }, MISSING_SEGMENT_MS);
  }

  /** People of one name are numbered by the server's order of arrival. */
  #addName(participant: Participant): void {
    if (isPerson(participant)) this.names.add(participant.identity, nameOf(participant));
  }

  #receiveMessage(payload: Uint8Array): void {
    const message = messageOf(payload);
    if (message !== null) this.chat.receive(message, this.self);
  }

  #receiveMessageReaction(payload: Uint8Array): void {
    const reaction = messageReactionOf(payload);
    if (reaction !== null) this.chat.react(reaction);
  }

  /** Fetches captions, messages and people that this client missed; retries until the session is over. */
  async #fetchHistory(): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      const askedAt = Date.now();
      try {
        const [{ segments, ...rest }, { messages }, { participants }] = await Promise.all([
          this.#dependencies.api.segments(this.slug, this.captions.since(), signal),
          this.#dependencies.api.messages(this.slug, signal),
          this.#dependencies.api.participants(this.slug, signal),
        ]);
        this.names.setArrivals(participants);
        this.captions.history({ lines: segments.map(lineOfSegment), ...rest, askedAt });
        this.chat.history(messages, askedAt);
        return;
      } catch (error) {
        if (signal.aborted || (error instanceof ApiError && error.isPermanent)) return;
        if (!(error instanceof ApiError)) throw error;
        await pause(Math.max(HISTORY_RETRY_MS, error.retryAfterMs), signal, error.retryAfterMs > 0).done;
      }
    }
  }

  #resumed(room: Room): void {
    if (room === this.#room && this.#move("resumed")) this.#catchUp();
    void this.#renewStale(room);
  }

  #catchUp(): void {
    this.#fetchKept();
    this.#isOutOfReach = true;
    void this.offRecord.resume();
  }

  /** Whatever the server keeps and tells of by data packets. */
  #fetchKept(): void {
    this.#isOutOfReach = false;
    this.onBreakouts();
    void this.#fetchHistory();
    void this.recording.refresh();
    void this.rights.refresh();
    void this.polls.refresh();
  }

  #dropped(room: Room, reason: DisconnectReason | undefined): void {
    if (room !== this.#room || !isInside(this.#presence)) return;
    const exit = exitOfDisconnect(reason);
    if (exit !== null) this.#end(exit);
    else if (this.#move("lost")) void this.#reconnect();
  }

  /** Joins again as the same person, until it succeeds, is refused, or the session is over. */
  async #reconnect(): Promise<void> {
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
      return await this.#dependencies.api.join(this.slug, this.#name, this.#ending.signal);
    } catch (error) {
      if (this.#ending.signal.aborted) return null;
      if (!(error instanceof ApiError)) throw error;
      if (error.isPermanent) this.#end(error.kind === "room-ended" ? "missed" : exitOfRefusal(error));
      else this.#move("unreachable");
      this.#retryAfterMs = error.retryAfterMs;
      return null;
    }
  }

  /** One attempt with one room; true when no other is needed. */
  async #enter(joined: Joined, room: Room): Promise<boolean> {
    if (this.#ending.signal.aborted) return true;
    this.#candidate = room;
    const outcome = await connect(room, joined.livekit.url, joined.livekit.token);
    this.#candidate = null;
    if (this.#ending.signal.aborted) {
      await room.disconnect();
      return true;
    }
    return this.#take(outcome, joined, room);
  }

  async #take(outcome: Outcome, joined: Joined, room: Room): Promise<boolean> {
    if (typeof outcome === "object") {
      this.#end(outcome.exit);
      return true;
    }
    if (outcome === "joined") {
      this.#joined = joined;
      this.#room = room;
      this.rights.set(joined.rights, joined.room.settings);
      for (const participant of room.remoteParticipants.values()) this.#addName(participant);
    }
    this.#move(outcome);
    if (outcome !== "joined") return false;
    this.#catchUp();
    await this.#outgoing.publish(room);
    return true;
  }

  #end(exit: Exit): void {
    if (!this.#step("ended")) return;
    this.#exit = exit;
    this.#ending.abort();
    clearTimeout(this.#fetchTimer);
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

/** Agents and recorders get no tile and no row in the list of people. */
export function isPerson(participant: Pick<Participant, "kind">): boolean {
  return participant.kind !== ParticipantKind.AGENT && participant.kind !== ParticipantKind.EGRESS;
}
