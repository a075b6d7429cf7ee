/** The system's own controls: media keys, the lock screen of a phone, headsets. */
import type { Playback } from "./playback";

/** Tells the system what plays, and lets it play, pause and jump. */
export function offerMediaKeys(
  playback: Playback,
  title: string,
  album: string,
  nextTopic: (step: 1 | -1) => void,
): void {
  if (!("mediaSession" in navigator)) return;
  const session = navigator.mediaSession;
  session.metadata = new MediaMetadata({ title, artist: "Parley", album });
  const handlers: Partial<Record<MediaSessionAction, MediaSessionActionHandler>> = {
    play: () => void playback.play(),
    pause: () => playback.pause(),
    seekbackward: ({ seekOffset }) => playback.by(-(seekOffset ?? 10) * 1000),
    seekforward: ({ seekOffset }) => playback.by((seekOffset ?? 10) * 1000),
    seekto: ({ seekTime }) => playback.seek((seekTime ?? 0) * 1000),
    previoustrack: () => nextTopic(-1),
    nexttrack: () => nextTopic(1),
  };
  for (const [action, handler] of Object.entries(handlers)) {
    try {
      session.setActionHandler(action as MediaSessionAction, handler);
    } catch {
      // This browser does not know the action.
    }
  }
}
