/** Live captions beside the tiles: each segment a line, its interim replaced by the final in place. */
import { memo, type ReactNode, useEffect, useReducer } from "react";
import type { Line } from "../captions/line";
import type { CaptionStore } from "../captions/store";
import { stripOf } from "../captions/strip";
import type { DisplayNames } from "../people/names";
import type { CaptionRows, CaptionSettings } from "../preferences";
import { CaptionText } from "./CaptionText";
import { useRead } from "./hooks";
import { Icon } from "./icons";
import "./CaptionStrip.css";

/** Lines that are shown at once: more in so many rows could not be read. */
const MAX_LINES: Readonly<Record<CaptionRows, number>> = { 2: 2, 3: 2, 5: 3, 8: 5 };

interface Props {
  captions: CaptionStore;
  names: DisplayNames;
  settings: CaptionSettings;
  hint: string;
  onCaptionsOnly: () => void;
}

export function CaptionStrip({ captions, names, settings, hint, onCaptionsOnly }: Props) {
  const shown = useRead(names, names.shown);
  const lines = useRead(captions, captions.lines);
  const colors = captions.colors();
  const [, rerender] = useReducer((count: number) => count + 1, 0);
  const strip = stripOf(lines, Date.now(), MAX_LINES[settings.captionRows], settings.captionHold);

  useEffect(() => {
    if (strip.nextChange === null) return undefined;
    const timer = setTimeout(rerender, Math.max(16, strip.nextChange - Date.now()));
    return () => clearTimeout(timer);
  }, [strip.nextChange]);

  return (
    <div className="captions" data-position={settings.captionPosition} data-colors={settings.captionColors}>
      <section
        className="strip"
        data-testid="caption-strip"
        data-size={settings.size}
        data-rows={settings.captionRows}
        aria-label="Captions"
      >
        {strip.lines.length === 0 && <p className="strip__hint">{hint}</p>}
        {strip.lines.map((line) => (
          <CaptionLine
            key={line.id}
            line={line}
            name={shown.get(line.speaker) ?? line.name}
            color={colors.get(line.speaker)}
            testId="caption-line"
          />
        ))}
      </section>
      <button
        type="button"
        className="captions__only"
        aria-label="Captions only"
        aria-keyshortcuts="O"
        title="Captions only (O)"
        data-testid="captions-only-toggle"
        onClick={onCaptionsOnly}
      >
        <Icon name="expand" />
      </button>
    </div>
  );
}

/** What the strip would look like: the same lines, but none of the meeting's. */
export function StripExample({ settings, lines }: { settings: CaptionSettings; lines: readonly Line[] }): ReactNode {
  return (
    <div className="captions" data-position={settings.captionPosition} data-colors={settings.captionColors}>
      <div className="strip" data-size={settings.size} data-rows={settings.captionRows}>
        {lines.slice(-MAX_LINES[settings.captionRows]).map((line, n) => (
          <CaptionLine key={line.id} line={line} name={line.name} color={n + 1} />
        ))}
      </div>
    </div>
  );
}

interface LineProps {
  line: Line;
  name: string;
  color: number | undefined;
  testId?: string;
}

const CaptionLine = memo(function CaptionLine({ line, name, color, testId }: LineProps) {
  return (
    <p
      className="strip__line"
      data-testid={testId}
      data-segment={line.id}
      data-speaker={line.speaker}
      data-final={line.isFinal}
    >
      <span className="strip__name" data-speaker-color={color}>
        {name}
      </span>
      <span className="strip__text">
        <span>
          <CaptionText line={line} />
        </span>
      </span>
    </p>
  );
});
