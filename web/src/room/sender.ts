/** One's own side of a LiveKit room: what can be sent, how it is opened, and what is being sent. */
import { type LocalParticipant, type LocalTrack, type LocalTrackPublication, Track } from "livekit-client";

export type Source = Track.Source.Microphone | Track.Source.Camera | Track.Source.ScreenShare;
export type Device = Exclude<Source, Track.Source.ScreenShare>;
export const DEVICES: readonly Device[] = [Track.Source.Microphone, Track.Source.Camera];

export type Sender = Pick<
  LocalParticipant,
  | "createTracks"
  | "createScreenTracks"
  | "getTrackPublication"
  | "getTrackPublications"
  | "publishTrack"
  | "unpublishTrack"
>;

/** With the options that the room has now. */
export function openTracks(me: Sender, source: Source): Promise<LocalTrack[]> {
  if (source === Track.Source.ScreenShare) return me.createScreenTracks({ audio: true });
  return me.createTracks(source === Track.Source.Microphone ? { audio: true } : { video: true });
}

export function sentOf(me: Sender, source: Source): LocalTrackPublication[] {
  const all = me.getTrackPublications() as LocalTrackPublication[];
  return all.filter((each) => each.source === source && each.track !== undefined);
}

/** Stops sharing the screen and its sound. */
export async function unshare(me: Sender): Promise<void> {
  for (const source of [Track.Source.ScreenShare, Track.Source.ScreenShareAudio]) {
    const track = me.getTrackPublication(source)?.track as LocalTrack | undefined;
    if (track !== undefined) await me.unpublishTrack(track);
  }
}
