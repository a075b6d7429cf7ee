/**
 * A LiveKit room without a network, for tests: it connects, opens devices and publishes when the test says so. As
 * LiveKit's, it stops published tracks when it disconnects, and rejects a `connect` that `disconnect` interrupts.
 */
import { EventEmitter } from "node:events";
import {
  ConnectionError,
  DisconnectReason,
  type LocalTrack,
  type ParticipantKind,
  type Room,
  RoomEvent,
  type RoomOptions,
  Track,
  TrackEvent,
} from "livekit-client";

export interface Deferred<T> {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: unknown) => void;
}

export function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Runs all pending microtasks. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export class FakeTrack extends EventEmitter {
  isMuted = false;
  readonly kind: Track.Kind;
  readonly mediaStreamTrack = { readyState: "live", enabled: true };

  constructor(readonly source: Track.Source) {
    super();
    this.kind = source === Track.Source.Microphone ? Track.Kind.Audio : Track.Kind.Video;
  }

  get isLive(): boolean {
    return this.mediaStreamTrack.readyState === "live";
  }

  /** What the device gives is sent, where it is published. */
  get isHeard(): boolean {
    return this.isLive && this.mediaStreamTrack.enabled;
  }

  stop(): void {
    this.mediaStreamTrack.readyState = "ended";
  }

  /** As LiveKit does for another device. */
  restart(): void {
    this.mediaStreamTrack.enabled = !this.isMuted;
    this.emit(TrackEvent.Restarted, this);
  }

  async mute(): Promise<void> {
    this.setMuted(true);
  }

  setMuted(isMuted: boolean): void {
    this.isMuted = isMuted;
    this.mediaStreamTrack.enabled = !isMuted;
    this.emit(isMuted ? TrackEvent.Muted : TrackEvent.Unmuted, this);
  }
}

/** Muting and unmuting wait for each other, as LiveKit's do. */
export class FakePublication {
  isMuted = false;
  #last: Promise<void> = Promise.resolve();

  constructor(
    readonly track: FakeTrack,
    readonly participant: FakeSelf,
  ) {}

  get source(): Track.Source {
    return this.track.source;
  }

  mute(): Promise<void> {
    return this.#inTurn(async () => {
      this.isMuted = true;
      this.track.setMuted(true);
      this.participant.room.emit(RoomEvent.TrackMuted, this, this.participant);
    });
  }

  /** A muted camera was closed; unmuting opens it again. */
  unmute(): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.track.isMuted) return;
      if (this.source === Track.Source.Camera) {
        this.track.mediaStreamTrack.readyState = "ended";
        await this.participant.opening(this.source);
        this.track.mediaStreamTrack.readyState = "live";
      }
      this.isMuted = false;
      this.track.setMuted(false);
      this.participant.room.emit(RoomEvent.TrackUnmuted, this, this.participant);
    });
  }

  #inTurn(change: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(change);
    return this.#last;
  }
}

export class FakeSelf {
  readonly isLocal = true;
  readonly attributes: Record<string, string> = {};
  readonly publications = new Map<Track.Source, FakePublication>();
  readonly devices: FakeTrack[] = [];
  /** Devices being opened and tracks being published, for the test to resolve or reject. */
  readonly openings: { source: Track.Source; answer: Deferred<void> }[] = [];
  readonly publishings: { track: FakeTrack; answer: Deferred<void> }[] = [];

  constructor(readonly room: FakeRoom) {}

  getTrackPublication(source: Track.Source): FakePublication | undefined {
    return this.publications.get(source);
  }

  getTrackPublications(): FakePublication[] {
    return [...this.publications.values()];
  }

  async createTracks({ audio, video }: { audio?: unknown; video?: unknown }): Promise<FakeTrack[]> {
    const sources = [...(audio ? [Track.Source.Microphone] : []), ...(video ? [Track.Source.Camera] : [])];
    return Promise.all(sources.map((source) => this.#device(source)));
  }

  async createScreenTracks(): Promise<FakeTrack[]> {
    return [await this.#device(Track.Source.ScreenShare)];
  }

  async opening(source: Track.Source): Promise<void> {
    const answer = deferred<void>();
    this.openings.push({ source, answer });
    if (this.room.isAutomatic) answer.resolve();
    await answer.promise;
  }

  async publishTrack(track: FakeTrack): Promise<FakePublication> {
    const answer = deferred<void>();
    this.publishings.push({ track, answer });
    if (this.room.isAutomatic) answer.resolve();
    await answer.promise;
    if (!this.room.isConnected) throw new Error("publishing rejected as engine not connected");
    const publication = new FakePublication(track, this);
    this.publications.set(track.source, publication);
    this.room.emit(RoomEvent.LocalTrackPublished, publication, this);
    return publication;
  }

  async unpublishTrack(track: FakeTrack): Promise<void> {
    this.publications.delete(track.source);
    track.stop();
  }

  async #device(source: Track.Source): Promise<FakeTrack> {
    await this.opening(source);
    const track = new FakeTrack(source);
    this.devices.push(track);
    return track;
  }
}

export class FakeRoom extends EventEmitter {
  readonly localParticipant = new FakeSelf(this);
  readonly remoteParticipants = new Map<string, { identity: string; kind: ParticipantKind }>();
  readonly streams = new Map<string, (reader: unknown, from: { identity: string }) => void>();
  readonly switched: string[] = [];
  readonly options: RoomOptions = {};
  isConnected = false;
  /** Opens and publishes at once. */
  isAutomatic = false;
  /** `connect` succeeds in spite of a `disconnect` meanwhile: the worst outcome of that race. */
  ignoresDisconnect = false;
  connecting: Deferred<void> | null = null;

  registerTextStreamHandler(topic: string, handler: (reader: unknown, from: { identity: string }) => void): void {
    this.streams.set(topic, handler);
  }

  async connect(): Promise<void> {
    this.connecting = deferred<void>();
    await this.connecting.promise;
    this.connecting = null;
    this.isConnected = true;
  }

  /** Signalling is connected; media is not yet. */
  admit(): void {
    this.emit(RoomEvent.SignalConnected);
  }

  arrive(): void {
    this.admit();
    this.connecting?.resolve();
  }

  fail(error: Error): void {
    this.connecting?.reject(error);
    this.connecting = null;
    this.emit(RoomEvent.Disconnected, DisconnectReason.UNKNOWN_REASON);
  }

  async disconnect(): Promise<void> {
    if (this.connecting !== null && !this.ignoresDisconnect) {
      this.connecting.reject(ConnectionError.cancelled("Client initiated disconnect"));
      this.connecting = null;
    }
    this.drop(DisconnectReason.CLIENT_INITIATED);
  }

  /** The connection is lost; LiveKit stops the published tracks. */
  drop(reason?: DisconnectReason): void {
    if (!this.isConnected) return;
    this.isConnected = false;
    for (const { track } of this.localParticipant.publications.values()) track.stop();
    this.localParticipant.publications.clear();
    this.emit(RoomEvent.Disconnected, reason);
  }

  async switchActiveDevice(_kind: MediaDeviceKind, deviceId: string): Promise<boolean> {
    this.switched.push(deviceId);
    return true;
  }

  get sent(): Track.Source[] {
    return [...this.localParticipant.publications.values()].filter((each) => !each.isMuted).map((each) => each.source);
  }

  asRoom(): Room {
    return this as unknown as Room;
  }
}

export const asTracks = (tracks: readonly FakeTrack[]): LocalTrack[] => tracks as unknown as LocalTrack[];
