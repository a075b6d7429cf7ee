/** One person's session in one meeting: their stay in it, what they send, and what they see of the others. */
import { type LocalTrack, type Room, Track } from "livekit-client";
import { api, type Joined } from "../api";
import type { CaptionStore } from "./captions/store";
import { ChatStore } from "./chat/store";
import { type DeviceIds, listen, openRoom, optionsFor } from "./connection";
import { Conversation, type ConversationApi } from "./conversation";
import { watchChanges } from "./events";
import { type Exit, retryDelay } from "./exits";
import { NotesStore } from "./notes/store";
import { Observable } from "./observable";
import { keepingOf, OffRecordWishes } from "./offRecordWishes";
import { OutgoingTracks } from "./outgoing";
import { pause } from "./pause";
import type { DisplayNames } from "./people/names";
import { type PollApi, PollStore } from "./polls/store";
import type { Presence } from "./presence";
import { Reach } from "./reach";
import { type Emoji, ReactionStore } from "./reactions/store";
import { Recording, type RecordingApi } from "./recording";
import { Rights } from "./rights";
import type { Source } from "./sender";
import type { Sound } from "./sound";
import { Stay } from "./stay";

export interface Devices extends DeviceIds {
  tracks: readonly LocalTrack[];
}

/** What the session depends on; tests give fakes. */
export interface Dependencies {
  openRoom: typeof openRoom;
  api: ConversationApi &
    PollApi &
    RecordingApi &
    Pick<typeof api, "join" | "endRoom" | "notes" | "room" | "setOffRecord">;
}

/** What a visit gives its sessions. */
interface Given {
  /** Resolves when a track may be sent. */
  prepare?: (track: LocalTrack) => Promise<void>;
  /** Of an earlier session in the same meeting: what was written meanwhile is unread. */
  chat?: ChatStore | undefined;
}

export class Session extends Observable {
  readonly captions: CaptionStore;
  readonly chat: ChatStore;
  readonly names: DisplayNames;
  readonly notes: NotesStore;
  readonly offRecord: OffRecordWishes;
  readonly polls: PollStore;
  readonly reactions = new ReactionStore();
  readonly recording: Recording;
  readonly rights: Rights;
  readonly slug: string;
  readonly presence: () => Presence;
  /** Why it is over; null until then. */
  readonly exit: () => Exit | null;
  /** A new one after each lost connection. */
  readonly room: () => Room;
  /** Called whenever the meeting's breakout rooms may have changed. */
  onBreakouts: () => void = () => undefined;
  readonly #dependencies: Dependencies;
  readonly #devices: DeviceIds;
  readonly #conversation: Conversation;
  readonly #outgoing: OutgoingTracks;
  readonly #reach: Reach;
  readonly #stay: Stay;
  #joined: Joined;

  constructor(
    slug: string,
    name: string | null,
    joined: Joined,
    { tracks, ...devices }: Devices,
    dependencies: Dependencies = { openRoom, api },
    { prepare, chat = new ChatStore() }: Given = {},
  ) {
    super();
    this.slug = slug;
    this.#dependencies = dependencies;
    this.#joined = joined;
    this.#devices = devices;
    this.#stay = new Stay({
      newRoom: () => this.#newRoom(),
      join: (signal) => dependencies.api.join(slug, name, signal),
      seated: (seat, room) => this.#seated(seat, room),
      entered: (room) => {
        this.#catchUp();
        this.#reach.entered();
        return this.#outgoing.publish(room);
      },
      ended: () => this.#outgoing.stop(),
    });
    ({ presence: this.presence, exit: this.exit, room: this.room } = this.#stay);
    this.#stay.subscribe(() => this.changed());
    const { signal } = this.#stay;
    this.#reach = new Reach(() => this.#stay.isInside && this.#fetchKept(), signal);
    this.#outgoing = new OutgoingTracks(tracks, signal, prepare);
    this.#conversation = new Conversation(dependencies.api, slug, () => this.self, signal, chat);
    ({ captions: this.captions, chat: this.chat, names: this.names } = this.#conversation);
    this.rights = new Rights(joined.rights, joined.room, () => dependencies.api.room(slug));
    this.recording = new Recording(dependencies.api, slug);
    this.notes = new NotesStore(dependencies.api, slug, (onChange) => watchChanges(slug, onChange, "notes"));
    this.polls = new PollStore(dependencies.api, slug, signal);
    this.offRecord = new OffRecordWishes(
      {
        send: (scope, off) => dependencies.api.setOffRecord(slug, scope, off),
        isInside: () => this.#stay.isInside,
        wait: (attempt) => pause(retryDelay(attempt), signal).done,
        signal,
      },
      keepingOf(slug, joined.participant.id),
    );
    const silence = (): void => this.#outgoing.silence(this.offRecord.isSilencing());
    this.offRecord.subscribe(silence);
    silence();
  }

  get self(): string {
    return this.#joined.participant.id;
  }

  start(): Promise<void> {
    return this.#stay.start(this.#joined);
  }

  /** Makes the next attempt now. */
  tryNow(): void {
    this.#stay.tryNow();
  }

  leave(): void {
    this.#stay.end("left");
  }

  async endForAll(): Promise<void> {
    await this.#dependencies.api.endRoom(this.slug);
    this.#stay.end("ended");
  }

  sendMessage(text: string, replyTo: string | null = null): Promise<void> {
    return this.#conversation.send(text, replyTo);
  }

  reactToMessage(id: string, emoji: Emoji, on: boolean): Promise<void> {
    return this.#conversation.react(id, emoji, on);
  }

  /** Whether it is published, or will be after reconnecting. */
  sends(source: Source): boolean {
    return this.#stay.isInside
      ? this.room().localParticipant.getTrackPublication(source)?.isMuted === false
      : this.#outgoing.wants(source);
  }

  /** Whether it is sent, or will be: also while it is being prepared. */
  intends(source: Source): boolean {
    return this.sends(source) || this.#outgoing.awaits(source);
  }

  /** Publishes or mutes; without a connection, sets what to publish after reconnecting. */
  async send(source: Source, on: boolean): Promise<void> {
    if (this.#stay.isInside) await this.#outgoing.set(this.room(), source, on);
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
      await Promise.all(this.#stay.rooms().map((room) => room.switchActiveDevice(kind, deviceId)));
    } finally {
      // The browser may have opened the other device only after the end.
      if (this.#stay.signal.aborted) this.#outgoing.stop();
    }
  }

  /** Opens the microphone with other processing of its sound, also in later rooms. */
  async setSound(sound: Sound): Promise<void> {
    this.#devices.sound = sound;
    for (const { options } of this.#stay.rooms())
      options.audioCaptureDefaults = { ...options.audioCaptureDefaults, ...sound };
    await this.#renew(Track.Source.Microphone);
  }

  /** Opens the camera again, after what prepares it has changed. */
  renewCamera(): Promise<void> {
    return this.#renew(Track.Source.Camera);
  }

  async #renew(source: Track.Source.Microphone | Track.Source.Camera): Promise<void> {
    if (this.#stay.isInside) await this.#outgoing.renew(this.room(), source);
    else this.#outgoing.reopen(source);
    this.changed();
  }

  async #renewStale(room: Room): Promise<void> {
    if (room !== this.room()) return;
    await this.#outgoing.renewStale(room);
    this.changed();
  }

  #newRoom(): Room {
    const room = this.#dependencies.openRoom(optionsFor(this.#devices));
    listen(room, {
      caption: async (reader) =>
        this.#conversation.receiveCaption(await reader.readAll(), reader.info.attributes ?? {}),
      chat: (payload) => this.#conversation.receiveMessage(payload),
      messageReaction: (payload) => this.#conversation.receiveReaction(payload),
      reaction: (payload) => this.reactions.receive(payload),
      pollsChanged: () => void this.polls.refresh(),
      breakoutsChanged: () => this.onBreakouts(),
      sending: (publication) => this.#outgoing.takeMuteState(publication),
      published: () => void this.#renewStale(room),
      interrupted: () => this.#stay.interrupted(room),
      resumed: () => {
        if (this.#stay.resumed(room)) {
          this.#catchUp();
          this.#reach.entered();
        }
        void this.#renewStale(room);
      },
      reached: () => {
        if (room === this.room()) this.#reach.reached();
      },
      arrived: (participant) => this.#conversation.addName(participant),
      rightsChanged: () => void this.rights.refresh(),
      transcriberChanged: () => this.#conversation.fetchGaps(),
      disconnected: (reason) => this.#stay.dropped(room, reason),
    });
    return room;
  }

  #seated(joined: Joined, room: Room): void {
    this.#joined = joined;
    this.rights.set(joined.rights, joined.room);
    for (const participant of room.remoteParticipants.values()) this.#conversation.addName(participant);
  }

  #catchUp(): void {
    this.#fetchKept();
    void this.offRecord.resume();
  }

  /** Whatever the server keeps and tells of by data packets. */
  #fetchKept(): void {
    this.onBreakouts();
    void this.#conversation.fetch();
    void this.recording.refresh();
    void this.rights.refresh();
    void this.polls.refresh();
  }
}
