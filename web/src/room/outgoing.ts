/**
 * Opens and publishes microphone, camera and screen. All tracks are opened here, so that none stays live after the end:
 * the session aborts the signal and calls `stop`, and a track that is opened only after that is stopped at once.
 */
import { type LocalTrack, type LocalTrackPublication, type Room, Track } from "livekit-client";
import { OpenTracks } from "./openTracks";
import { DEVICES, type Device, openTracks, type Sender, type Source, sentOf, unshare } from "./sender";

/** A source on its way into one room. */
interface Sending {
  readonly me: Sender;
  /** The wish changed since this round of it began: another round follows. */
  isOvertaken: boolean;
  /** Waits no longer for a track to be prepared. */
  cut: () => void;
  done: Promise<void>;
}

export class OutgoingTracks {
  readonly #signal: AbortSignal;
  /** Open but not yet published: from the pre-join page, until the first connection. */
  readonly #ready = new Map<Track.Source, LocalTrack>();
  readonly #open = new OpenTracks();
  /** What the person switched on; a lost connection does not change it. */
  readonly #wanted = new Set<Track.Source>();
  /** Not sent, because it could not be prepared. */
  readonly #heldBack = new Set<Source>();
  /** At most one for each source, so that no device is opened or published twice. */
  readonly #running = new Map<Source, Sending>();
  readonly #prepare: (track: LocalTrack) => Promise<void>;

  /** `prepare` resolves when a track may be sent; nothing of it is before. */
  constructor(
    tracks: readonly LocalTrack[],
    signal: AbortSignal,
    prepare: (track: LocalTrack) => Promise<void> = () => Promise.resolve(),
  ) {
    this.#signal = signal;
    this.#prepare = prepare;
    for (const track of tracks) {
      this.#open.hold(track, 0);
      this.#ready.set(track.source, track);
      this.#wanted.add(track.source);
    }
  }

  wants(source: Source): boolean {
    return this.#wanted.has(source);
  }

  /** Whether it is being opened, prepared or published, or could not be prepared; what was refused is not. */
  awaits(source: Source): boolean {
    return this.wants(source) && (this.#running.has(source) || this.#heldBack.has(source));
  }

  /** Without a connection: what to publish after the next one. */
  want(source: Source, on: boolean): void {
    if (on !== this.wants(source)) this.#overtake(source);
    if (on) this.#wanted.add(source);
    else this.#wanted.delete(source);
    if (!on) this.reopen(source);
  }

  /** Opens anew what is not published yet, after another device was chosen; LiveKit switches what is. */
  chooseAnother(source: Device): void {
    this.reopen(source);
    const sending = this.#running.get(source);
    if (sending === undefined || sentOf(sending.me, source).length > 0) return;
    this.#open.outdate(source);
    this.#overtake(source);
  }

  /** Drops a track that waits for a connection, so that it is opened again. */
  reopen(source: Source): void {
    const ready = this.#ready.get(source);
    if (ready === undefined) return;
    this.#ready.delete(source);
    this.#open.drop(ready);
  }

  /**
   * Opens a device again with the options that the room has now. What is muted is unpublished and opened when it is
   * switched on: LiveKit's own restart sends some frames before it mutes the new track. What is on its way starts anew.
   */
  async renew(room: Room, source: Device): Promise<void> {
    this.#open.outdate(source);
    this.reopen(source);
    const me = room.localParticipant;
    if (this.#signal.aborted) return;
    this.#overtake(source);
    if (this.#heldBack.has(source) || this.#running.has(source) || sentOf(me, source).length > 0)
      await this.#send(me, source);
  }

  /** Opens again what LiveKit published, or published anew after an interruption, with options that are no longer so. */
  async renewStale(room: Room): Promise<void> {
    const me = room.localParticipant;
    const stale = DEVICES.filter((source) => this.#isAmiss(sentOf(me, source)));
    for (const source of stale) this.#overtake(source);
    if (!this.#signal.aborted) await Promise.allSettled(stale.map((source) => this.#send(me, source)));
  }

  /** Takes a mute state from LiveKit, also when a host muted the track. */
  takeMuteState(publication: Pick<LocalTrackPublication, "source" | "isMuted">): void {
    if (publication.source === Track.Source.Microphone || publication.source === Track.Source.Camera)
      this.want(publication.source, !publication.isMuted);
  }

  /** Sends zeros in place of all sound, or no longer; what is muted is another matter, and stays as it is. */
  silence(isSilent: boolean): void {
    this.#open.silence(isSilent);
  }

  /** Publishes what is wanted in a room that has just connected. */
  async publish(room: Room): Promise<void> {
    await Promise.allSettled(
      DEVICES.filter((source) => this.wants(source)).map((source) => this.set(room, source, true)),
    );
  }

  /** Publishes or mutes; rejects with the error of the browser or LiveKit. */
  async set(room: Room, source: Source, on: boolean): Promise<void> {
    if (this.#signal.aborted) return;
    if (source !== Track.Source.ScreenShare) this.want(source, on);
    const me = room.localParticipant;
    if (on) await this.#send(me, source);
    else if (source === Track.Source.ScreenShare) await unshare(me);
    else await me.getTrackPublication(source)?.mute();
  }

  /** Ends publishing for good. The caller has aborted the signal before. */
  stop(): void {
    this.#open.stop();
    for (const sending of this.#running.values()) sending.cut();
    this.#ready.clear();
    this.#wanted.clear();
  }

  /** Brings into a room what is wanted of a source, or joins in where that is being done. */
  #send(me: Sender, source: Source): Promise<void> {
    const before = this.#running.get(source);
    if (before?.me === me) return before.done;
    const sending: Sending = { me, isOvertaken: false, cut: () => undefined, done: Promise.resolve() };
    this.#running.set(source, sending);
    before?.cut();
    sending.done = this.#run(sending, source);
    return sending.done;
  }

  async #run(sending: Sending, source: Source): Promise<void> {
    try {
      do {
        sending.isOvertaken = false;
        await this.#round(sending, source).catch((error: unknown) => {
          if (!sending.isOvertaken) throw error;
        });
      } while (sending.isOvertaken && this.#isDue(sending, source));
    } finally {
      if (this.#running.get(source) === sending) this.#running.delete(source);
    }
  }

  async #round(sending: Sending, source: Source): Promise<void> {
    const { me } = sending;
    this.#heldBack.delete(source);
    const sent = sentOf(me, source);
    const kept = sent.find(({ track }) => !this.#open.isStale(track as LocalTrack));
    for (const each of sent) if (each !== kept) await this.#withdraw(me, each.track as LocalTrack);
    if (!this.#isDue(sending, source)) return;
    if (kept !== undefined) return this.#unmute(kept);
    const generation = this.#open.generation(source);
    const tracks = await this.#opened(me, source);
    for (const track of tracks) this.#open.hold(track, generation);
    for (const track of tracks) await this.#offer(sending, source, track);
  }

  /** Unmuting a camera opens it again, which may complete only after the end. */
  async #unmute(publication: LocalTrackPublication): Promise<void> {
    await publication.unmute();
    if (this.#signal.aborted) publication.track?.stop();
  }

  async #opened(me: Sender, source: Source): Promise<LocalTrack[]> {
    const ready = this.#ready.get(source);
    this.#ready.delete(source);
    if (ready !== undefined && ready.mediaStreamTrack.readyState === "live") return [ready];
    return openTracks(me, source);
  }

  async #offer(sending: Sending, source: Source, track: LocalTrack): Promise<void> {
    const { me } = sending;
    const isDue = (): boolean => this.#isDue(sending, source) && !this.#open.isStale(track);
    try {
      if (isDue()) await this.#prepared(sending, source, track);
      if (!isDue() || sending.isOvertaken) return this.#open.drop(track);
      await me.publishTrack(track);
    } catch (error) {
      this.#open.drop(track);
      throw error;
    }
    if (this.#signal.aborted || this.#running.get(source) !== sending) this.#open.drop(track);
    else if (this.#open.isStale(track)) await this.#withdraw(me, track);
    else if (!isDue()) await track.mute();
  }

  /** Resolves also where the wish changes meanwhile. */
  async #prepared(sending: Sending, source: Source, track: LocalTrack): Promise<void> {
    const cut = new Promise<void>((resolve) => {
      sending.cut = resolve;
    });
    try {
      await Promise.race([this.#prepare(track), cut]);
    } catch (error) {
      this.#heldBack.add(source);
      throw error;
    }
  }

  /** Not after the end, nor where it was switched off or another room took its place meanwhile. */
  #isDue(sending: Sending, source: Source): boolean {
    if (this.#signal.aborted || this.#running.get(source) !== sending) return false;
    return source === Track.Source.ScreenShare || this.wants(source);
  }

  #overtake(source: Source): void {
    const sending = this.#running.get(source);
    if (sending === undefined) return;
    sending.isOvertaken = true;
    sending.cut();
  }

  #isAmiss(sent: readonly LocalTrackPublication[]): boolean {
    return sent.length > 1 || sent.some(({ track }) => this.#open.isStale(track as LocalTrack));
  }

  async #withdraw(me: Sender, track: LocalTrack): Promise<void> {
    await me.unpublishTrack(track);
    this.#open.drop(track);
  }
}
