/** What is open of one's devices and screen, and whether anything of it may be seen or heard. */
import { type LocalTrack, Track, TrackEvent } from "livekit-client";

export class OpenTracks {
  /**
   * Everything opened and not dropped, with the generation of its source's options. Kept after a stop, because LiveKit
   * may open the same track again.
   */
  readonly #open = new Map<LocalTrack, number>();
  /** Counts the changes of the options with which a source is opened and prepared. */
  readonly #generations = new Map<Track.Source, number>();
  #isSilent = false;

  /** Zeros are sent in place of all sound, or no longer; what is muted is another matter, and stays as it is. */
  silence(isSilent: boolean): void {
    this.#isSilent = isSilent;
    this.#gateAll();
  }

  /** The options of a source have changed: what was opened with the old ones is stale. */
  outdate(source: Track.Source): void {
    this.#generations.set(source, this.generation(source) + 1);
    this.#gateAll();
  }

  generation(source: Track.Source): number {
    return this.#generations.get(source) ?? 0;
  }

  /** Opened, or prepared, with options that are no longer so. */
  isStale(track: LocalTrack): boolean {
    return this.#open.get(track) !== this.generation(track.source);
  }

  /** `generation`: of its source, when opening began. LiveKit turns a track on again when it unmutes or reopens it. */
  hold(track: LocalTrack, generation: number): void {
    if (!this.#open.has(track)) {
      const gate = (): void => this.#gate(track);
      track.on(TrackEvent.Unmuted, gate).on(TrackEvent.Restarted, gate);
    }
    this.#open.set(track, generation);
    this.#gate(track);
  }

  drop(track: LocalTrack): void {
    track.stop();
    this.#open.delete(track);
  }

  stop(): void {
    for (const track of this.#open.keys()) track.stop();
  }

  #gateAll(): void {
    for (const track of this.#open.keys()) this.#gate(track);
  }

  /** Nothing is seen or heard of what is stale, also while LiveKit still publishes it. */
  #gate(track: LocalTrack): void {
    const isStale = this.isStale(track);
    if (track.kind === Track.Kind.Audio) track.mediaStreamTrack.enabled = !isStale && !this.#isSilent && !track.isMuted;
    else if (isStale) track.mediaStreamTrack.enabled = false;
  }
}
