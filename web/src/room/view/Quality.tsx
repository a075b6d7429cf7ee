/** How good a participant's connection is: LiveKit's bars, with words for screen readers. */
import { ConnectionQualityIndicator, useConnectionQualityIndicator } from "@livekit/components-react";
import type { Participant } from "livekit-client";
import { qualityWords } from "../people/quality";

export function Quality({ participant }: { participant: Participant }) {
  const { quality } = useConnectionQualityIndicator({ participant });
  const words = qualityWords(quality);
  return (
    <>
      <ConnectionQualityIndicator className="lk-participant-metadata-item" title={words} aria-hidden="true" />
      {words !== "" && <span className="pl-visually-hidden">{words}</span>}
    </>
  );
}
