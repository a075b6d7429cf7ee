/** Caption settings with a live preview. */
import type { Line } from "../captions/line";
import {
  ANNOUNCEMENTS,
  CAPTION_COLORS,
  CAPTION_HOLDS,
  CAPTION_POSITIONS,
  CAPTION_ROWS,
  type CaptionSettings,
  SIZES,
} from "../preferences";
import { StripExample } from "./CaptionStrip";
import "./CaptionSettings.css";

interface Props {
  settings: CaptionSettings;
  onChange: (change: Partial<CaptionSettings>) => void;
}

export function CaptionSettingsForm({ settings, onChange }: Props) {
  return (
    <section className="settings" aria-labelledby="caption-settings" data-testid="caption-settings">
      <h3 id="caption-settings">Captions</h3>
      <Preview settings={settings} />
      <Choice
        legend="Size"
        name="size"
        options={SIZES}
        labels={{ S: "Small", M: "Medium", L: "Large", XL: "Very large" }}
        value={settings.size}
        onChange={(size) => onChange({ size })}
      />
      <Choice
        legend="Colours"
        name="captionColors"
        options={CAPTION_COLORS}
        labels={{
          standard: "Standard",
          white: "White on black",
          yellow: "Yellow on black",
          black: "Black on white",
        }}
        value={settings.captionColors}
        onChange={(captionColors) => onChange({ captionColors })}
      />
      <Choice
        legend="Position"
        name="captionPosition"
        options={CAPTION_POSITIONS}
        labels={{ bottom: "Below the video", top: "Above the video", beside: "Beside the video" }}
        value={settings.captionPosition}
        onChange={(captionPosition) => onChange({ captionPosition })}
        note={settings.captionPosition === "beside" ? "On a narrow screen, captions stay below the video." : ""}
      />
      <Choice
        legend="Lines"
        name="captionRows"
        options={CAPTION_ROWS}
        labels={{ 2: "2", 3: "3", 5: "5", 8: "8" }}
        value={settings.captionRows}
        onChange={(captionRows) => onChange({ captionRows })}
      />
      <Choice
        legend="Captions stay on screen"
        name="captionHold"
        options={CAPTION_HOLDS}
        labels={{ short: "Shorter", normal: "Normal", long: "Longer", kept: "Until the next ones" }}
        value={settings.captionHold}
        onChange={(captionHold) => onChange({ captionHold })}
      />
      <Choice
        legend="Screen reader"
        name="announcements"
        options={ANNOUNCEMENTS}
        labels={{ 0: "Off", 4: "4 a minute", 10: "10 a minute", 20: "20 a minute" }}
        value={settings.announcements}
        onChange={(announcements) => onChange({ announcements })}
        note="How often a screen reader announces finished captions, at most."
      />
    </section>
  );
}

const EXAMPLE: Omit<Line, "id" | "seq" | "speaker" | "name" | "text"> = {
  startMs: 0,
  endMs: 0,
  isFinal: true,
  revision: 1,
  confidence: null,
  doubts: null,
  seenAt: null,
};
const EXAMPLES: readonly Line[] = [
  { ...EXAMPLE, id: "a", seq: 0, speaker: "a", name: "Alice", text: "Shall we begin?" },
  {
    ...EXAMPLE,
    id: "b",
    seq: 1,
    speaker: "b",
    name: "Bob",
    text: "Words that may be wrong are underlined.",
    confidence: 0,
  },
  {
    ...EXAMPLE,
    id: "c",
    seq: 2,
    speaker: "c",
    name: "Carol",
    text: "Words may still change while I speak",
    isFinal: false,
  },
];

function Preview({ settings }: { settings: CaptionSettings }) {
  return (
    <div
      className="caption-preview"
      role="img"
      aria-label="Preview of the captions"
      data-position={settings.captionPosition}
    >
      <div className="caption-preview__faces">
        <span className="caption-preview__face" />
        <span className="caption-preview__face" />
      </div>
      <StripExample settings={settings} lines={EXAMPLES} />
    </div>
  );
}

interface ChoiceProps<T extends string | number> {
  legend: string;
  name: string;
  options: readonly T[];
  labels: Readonly<Record<T, string>>;
  value: T;
  onChange: (value: T) => void;
  note?: string;
}

function Choice<T extends string | number>({ legend, name, options, labels, value, onChange, note }: ChoiceProps<T>) {
  return (
    <fieldset className="choice">
      <legend className="pl-label">{legend}</legend>
      <div className="choice__options">
        {options.map((each) => (
          <label key={each} className="choice__one">
            <input type="radio" name={name} value={each} checked={each === value} onChange={() => onChange(each)} />
            <span>{labels[each]}</span>
          </label>
        ))}
      </div>
      {note && <p className="choice__note">{note}</p>}
    </fieldset>
  );
}
