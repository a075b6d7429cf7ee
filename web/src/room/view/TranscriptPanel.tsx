/** The transcript panel: the meeting so far. */
import type { CaptionStore } from "../captions/store";
import type { DisplayNames } from "../people/names";
import { Panel } from "./Panel";
import { Transcript } from "./Transcript";

interface Props {
  captions: CaptionStore;
  names: DisplayNames;
  notice: string;
  onClose: () => void;
}

export function TranscriptPanel({ captions, names, notice, onClose }: Props) {
  return (
    <Panel title="Transcript" testId="transcript-panel" onClose={onClose}>
      <Transcript captions={captions} names={names} notice={notice} />
    </Panel>
  );
}
