/** Measures the level of a muted microphone in this browser. */
import { SAMPLE_MS } from "./mutedSpeech";

/** 85 ms at 48 kHz. */
const WINDOW = 4096;

/**
 * Gives the level, root mean square 0 to 1, until the returned function is called. What is measured is a copy that nothing
 * sends or keeps: the published track is disabled, and sends zeros. The microphone must be open: this opens none.
 */
export function monitor(muted: MediaStreamTrack, hear: (level: number) => void): () => void {
  const context = opened();
  if (context === null) return () => undefined;
  const copy = muted.clone();
  copy.enabled = true;
  const analyser = context.createAnalyser();
  analyser.fftSize = WINDOW;
  const source = context.createMediaStreamSource(new MediaStream([copy]));
  source.connect(analyser);
  const samples = new Float32Array(WINDOW);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    hear(Math.sqrt(samples.reduce((sum, each) => sum + each * each, 0) / WINDOW));
  }, SAMPLE_MS);
  return () => {
    clearInterval(timer);
    source.disconnect();
    copy.stop();
    void context.close();
  };
}

/** Null where the browser has no sound device, or too many contexts: nothing is heard then. */
function opened(): AudioContext | null {
  try {
    return new AudioContext();
  } catch {
    return null;
  }
}
