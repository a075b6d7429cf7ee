/**
 * Opens and publishes microphone, camera and screen. All tracks are opened here, so that none stays live after the end:
 * the session aborts the signal and calls `stop`, and a track that is opened only after that is stopped at once.
 */
import {
  type LocalParticipant,
  type LocalTrack,
  type LocalTrackPublication,
  type Room,
  Track,
  TrackEvent,
} from "livekit-client";

export type Source = Track.Source.Microphone | Track.Source.Camera | Track.Source.ScreenShare;
type Sender = Pick<
  LocalParticipant,
  "createTracks" | "createScreenTracks" | "getTrackPublication" | "publishTrack" | "unpublishTrack"
>;

export class OutgoingTracks {
  readonly #signal: AbortSignal;
  /** Open but not yet published: from the pre-join page, until the first connection. */
  readonly #ready = new Map<Track.Source, LocalTrack>();
  /** Everything opened and not dropped. Kept after a stop, because LiveKit may open the same track again. */
  readonly #open = new Set<LocalTrack>();
  /** What the person switched on; a lost connection does not change it. */
  readonly #wanted = new Set<Track.Source>();
  readonly #prepare: (track: LocalTrack) => Promise<void>;
  #isSilent = false;
  #renewing: Promise<void> = Promise.resolve();

  /** `prepare` resolves when a track may be sent; nothing of it is before. */
  constructor(
    tracks: readonly LocalTrack[],
    signal: AbortSignal,
    prepare: (track: LocalTrack) => Promise<void> = () => Promise.resolve(),
  ) {
    this.#signal = signal;
    this.#prepare = prepare;
    for (const track of tracks) {
      this.#hold(track);
      this.#ready.set(track.source, track);
      this.#wanted.add(track.source);
    }
  }

  wants(source: Source): boolean {
    return this.#wanted.has(source);
  }

  /** Without a connection: what to publish after the next one. */
  want(source: Source, on: boolean): void {
    if (on) this.#wanted.add(source);
    else this.#wanted.delete(source);
    if (!on) this.reopen(source);
  }

  /** Drops a track that is not yet published, so that it is opened again: after another device was chosen. */
  reopen(source: Source): void {
    const ready = this.#ready.get(source);
    if (ready === undefined) return;
    this.#ready.delete(source);
    this.#drop(ready);
  }

  /**
   * Opens a device again with the options that the room has now, one change after the other. What is muted is unpublished
   * and opened when it is switched on: LiveKit's own restart sends some frames before it mutes the new track.
   */
  renew(room: Room, source: Source): Promise<void> {
    const renewed = this.#renewing.then(() => this.#renew(room, source));
    this.#renewing = renewed.catch(() => undefined);
    return renewed;
  }

  /** Takes a mute state from LiveKit, also when a host muted the track. */
  takeMuteState(publication: Pick<LocalTrackPublication, "source" | "isMuted">): void {
    if (publication.source === Track.Source.Microphone || publication.source === Track.Source.Camera)
      this.want(publication.source, !publication.isMuted);
  }

  /** Sends zeros in place of all sound, or no longer; what is muted is another matter, and stays as it is. */
  silence(isSilent: boolean): void {
    this.#isSilent = isSilent;
    for (const track of this.#open) this.#gate(track);
  }

  /** Publishes what is wanted in a room that has just connected. */
  async publish(room: Room): Promise<void> {
    const sources = [Track.Source.Microphone, Track.Source.Camera] as const;
    await Promise.allSettled(
      sources.filter((source) => this.wants(source)).map((source) => this.set(room, source, true)),
    );
  }

  /** Publishes or mutes; rejects with the error of the browser or LiveKit. */
  async set(room: Room, source: Source, on: boolean): Promise<void> {
    if (this.#signal.aborted) return;
    if (source !== Track.Source.ScreenShare) this.want(source, on);
    const me = room.localParticipant;
    const sent = me.getTrackPublication(source);
    if (on) await (sent?.track ? this.#unmute(sent) : this.#send(me, source));
    else if (source === Track.Source.ScreenShare) await this.#unshare(me);
    else await sent?.mute();
  }

  /** Ends publishing for good. The caller has aborted the signal before. */
  stop(): void {
    for (const track of this.#open) track.stop();
    this.#ready.clear();
    this.#wanted.clear();
  }

  async #renew(room: Room, source: Source): Promise<void> {
    this.reopen(source);
    const me = room.localParticipant;
    const track = me.getTrackPublication(source)?.track as LocalTrack | undefined;
    if (track === undefined || this.#signal.aborted) return;
    await me.unpublishTrack(track);
    this.#drop(track);
    if (this.wants(source)) await this.#send(me, source);
  }

  /** Unmuting a camera opens it again, which may complete only after the end. */
  async #unmute(publication: LocalTrackPublication): Promise<void> {
    await publication.unmute();
    if (this.#signal.aborted) publication.track?.stop();
  }

  async #send(me: Sender, source: Source): Promise<void> {
    for (const track of await this.#opened(me, source)) {
      this.#hold(track);
      await this.#prepared(track);
      if (this.#signal.aborted || this.#isUnwanted(track)) this.#drop(track);
      else await this.#published(me, track);
    }
  }

  async #opened(me: Sender, source: Source): Promise<LocalTrack[]> {
    const ready = this.#ready.get(source);
    this.#ready.delete(source);
    if (ready !== undefined && ready.mediaStreamTrack.readyState === "live") return [ready];
    if (source === Track.Source.ScreenShare) return me.createScreenTracks({ audio: true });
    return me.createTracks(source === Track.Source.Microphone ? { audio: true } : { video: true });
  }

  async #prepared(track: LocalTrack): Promise<void> {
    try {
      if (!this.#signal.aborted && !this.#isUnwanted(track)) await this.#prepare(track);
    } catch (error) {
      this.#drop(track);
      throw error;
    }
  }

  async #published(me: Sender, track: LocalTrack): Promise<void> {
    try {
      await me.publishTrack(track);
    } catch (error) {
      this.#drop(track);
      throw error;
    }
    if (this.#signal.aborted) this.#drop(track);
    else if (this.#isUnwanted(track)) await track.mute();
  }

  /** Switched off again while it was being opened or published. */
  #isUnwanted({ source }: LocalTrack): boolean {
    return (source === Track.Source.Microphone || source === Track.Source.Camera) && !this.wants(source);
  }

  async #unshare(me: Sender): Promise<void> {
    for (const source of [Track.Source.ScreenShare, Track.Source.ScreenShareAudio]) {
      const track = me.getTrackPublication(source)?.track as LocalTrack | undefined;
      if (track !== undefined) await me.unpublishTrack(track);
    }
  }

  /** LiveKit turns sound on again when it unmutes a track or opens its device anew. */
  #hold(track: LocalTrack): void {
    if (!this.#open.has(track)) {
      const gate = (): void => this.#gate(track);
      track.on(TrackEvent.Unmuted, gate).on(TrackEvent.Restarted, gate);
    }
    this.#open.add(track);
    this.#gate(track);
  }

  #gate(track: LocalTrack): void {
    if (track.kind === Track.Kind.Audio) track.mediaStreamTrack.enabled = !this.#isSilent && !track.isMuted;
  }

  #drop(track: LocalTrack): void {
    track.stop();
    this.#open.delete(track);
  }
}
