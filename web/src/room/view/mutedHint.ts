/** Tells somebody who speaks that their microphone is muted. */
import { type Room, Track } from "livekit-client";
import { useEffect, useRef } from "react";
import { monitor } from "../micMonitor";
import { MutedSpeech } from "../mutedSpeech";

/** The open microphone of a muted publication. A person who joined without a microphone has none, and none is opened. */
function mutedMicrophone(room: Room): MediaStreamTrack | null {
  const publication = room.localParticipant.getTrackPublication(Track.Source.Microphone);
  const track = publication?.isMuted ? publication.track?.mediaStreamTrack : undefined;
  return track?.readyState === "live" ? track : null;
}

/** The caller renders again when a track is muted or unmuted. */
export function useMutedHint(room: Room, isWanted: boolean, tell: () => void): void {
  const speech = useRef(new MutedSpeech());
  const latest = useRef(tell);
  latest.current = tell;
  const muted = mutedMicrophone(room);
  useEffect(() => {
    if (muted === null) return speech.current.reset();
    if (!isWanted) return undefined;
    return monitor(muted, (level) => {
      if (speech.current.hear(level, performance.now())) latest.current();
    });
  }, [muted, isWanted]);
}
