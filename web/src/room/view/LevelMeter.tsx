/** Shows the microphone's level, drawn at each animation frame without rendering React. */
import { createAudioAnalyser, type LocalAudioTrack } from "livekit-client";
import { useEffect, useRef, useState } from "react";

/** Of the analyser's 0 to 1; speech at arm's length is about 0.3. */
const SPEECH_LEVEL = 0.12;

export function LevelMeter({ track }: { track: LocalAudioTrack | null }) {
  const bar = useRef<HTMLSpanElement>(null);
  const [isHeard, setHeard] = useState(false);

  useEffect(() => {
    setHeard(false);
    if (track === null) return undefined;
    const { calculateVolume, cleanup } = createAudioAnalyser(track, { smoothingTimeConstant: 0.6 });
    let frame = requestAnimationFrame(function draw() {
      const level = Math.min(1, calculateVolume());
      bar.current?.style.setProperty("--level", level.toFixed(3));
      if (level > SPEECH_LEVEL) setHeard(true);
      frame = requestAnimationFrame(draw);
    });
    return () => {
      cancelAnimationFrame(frame);
      void cleanup();
    };
  }, [track]);

  return (
    <div className="meter">
      <span className="meter__track" aria-hidden="true">
        <span ref={bar} className="meter__bar" />
      </span>
      <span className="meter__words" role="status">
        {track === null ? "Microphone off" : isHeard ? "Your microphone works" : "Say something to test it"}
      </span>
    </div>
  );
}
