/** Captions in place of the video, for people who read instead of hearing. */
import { useEffect, useRef } from "react";
import type { CaptionStore } from "../captions/store";
import type { DisplayNames } from "../people/names";
import type { CaptionSettings } from "../preferences";
import { Icon } from "./icons";
import { Transcript } from "./Transcript";
import "./CaptionsOnly.css";

interface Props {
  captions: CaptionStore;
  names: DisplayNames;
  notice: string;
  settings: CaptionSettings;
  onClose: () => void;
}

export function CaptionsOnly({ captions, names, notice, settings, onClose }: Props) {
  const view = useRef<HTMLElement>(null);
  // What scrolls has the focus, so that the arrow keys scroll it.
  useEffect(() => view.current?.querySelector<HTMLElement>('[role="log"]')?.focus({ preventScroll: true }), []);
  return (
    <section
      ref={view}
      className="reader"
      data-testid="captions-only"
      data-size={settings.size}
      data-colors={settings.captionColors}
      aria-label="Captions only"
    >
      <div className="reader__words">
        <Transcript captions={captions} names={names} notice={notice} />
      </div>
      <button
        type="button"
        className="reader__close"
        aria-keyshortcuts="O"
        title="Back to the video (O)"
        data-testid="captions-only-close"
        onClick={onClose}
      >
        <Icon name="camera" />
        Show video
      </button>
    </section>
  );
}
