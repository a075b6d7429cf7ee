/**
 * Microphone, camera and screen on their way out. Every track is opened here, so that none is live after the end:
 * whoever ends the session calls `stop`, and what a pending question of the browser still brings is stopped on arrival.
 */
import { type LocalParticipant, type LocalTrack, type LocalTrackPublication, type Room, Track } from "livekit-client";

export type Source = Track.Source.Microphone | Track.Source.Camera | Track.Source.ScreenShare;
type Sender = Pick<
  LocalParticipant,
  "createTracks" | "createScreenTracks" | "getTrackPublication" | "publishTrack" | "unpublishTrack"
>;

export class Outgoing {
  readonly #signal: AbortSignal;
  /** Open but not yet published: what the pre-join page opened, until the first connection stands. */
  readonly #ready = new Map<Track.Source, LocalTrack>();
  /** Everything opened and not dropped; LiveKit may open the same track anew, so it is kept after a stop. */
  readonly #open = new Set<LocalTrack>();
  /** What the person wants to be sent; a lost connection does not change it. */
  readonly #wanted = new Set<Track.Source>();

  constructor(tracks: readonly LocalTrack[], signal: AbortSignal) {
    this.#signal = signal;
    for (const track of tracks) {
      this.#hold(track);
      this.#ready.set(track.source, track);
      this.#wanted.add(track.source);
    }
  }

  wants(source: Source): boolean {
    return this.#wanted.has(source);
  }

  /** For the time without a connection: what to send when there is one again. */
  want(source: Source, on: boolean): void {
    if (on) this.#wanted.add(source);
    else this.#wanted.delete(source);
    if (!on) this.reopen(source);
  }

  /** What is open and unsent is opened anew when it is sent, as after another device was chosen. */
  reopen(source: Source): void {
    const ready = this.#ready.get(source);
    if (ready === undefined) return;
    this.#ready.delete(source);
    this.#drop(ready);
  }

  /** LiveKit says what is muted now, also when a host muted it. */
  noted(publication: Pick<LocalTrackPublication, "source" | "isMuted">): void {
    if (publication.source === Track.Source.Microphone || publication.source === Track.Source.Camera)
      this.want(publication.source, !publication.isMuted);
  }

  /** Sends what is wanted into a room that has just connected. */
  async publish(room: Room): Promise<void> {
    const sources = [Track.Source.Microphone, Track.Source.Camera] as const;
    await Promise.allSettled(
      sources.filter((source) => this.wants(source)).map((source) => this.set(room, source, true)),
    );
  }

  /** Begins or stops sending; rejects with what the browser or LiveKit said. */
  async set(room: Room, source: Source, on: boolean): Promise<void> {
    if (this.#signal.aborted) return;
    if (source !== Track.Source.ScreenShare) this.want(source, on);
    const me = room.localParticipant;
    const sent = me.getTrackPublication(source);
    if (on) await (sent?.track ? this.#unmute(sent) : this.#send(me, source));
    else if (source === Track.Source.ScreenShare) await this.#unshare(me);
    else await sent?.mute();
  }

  /** Ends all sending for good; the caller has aborted the signal, so what is still being opened stops on arrival. */
  stop(): void {
    for (const track of this.#open) track.stop();
    this.#ready.clear();
    this.#wanted.clear();
  }

  /** A camera is opened anew when it is unmuted: the answer may come after the end. */
  async #unmute(publication: LocalTrackPublication): Promise<void> {
    await publication.unmute();
    if (this.#signal.aborted) publication.track?.stop();
  }

  async #send(me: Sender, source: Source): Promise<void> {
    for (const track of await this.#opened(me, source)) {
      this.#hold(track);
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

  #hold(track: LocalTrack): void {
    this.#open.add(track);
  }

  #drop(track: LocalTrack): void {
    track.stop();
    this.#open.delete(track);
  }
}
