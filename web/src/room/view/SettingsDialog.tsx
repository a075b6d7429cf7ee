/** The settings dialog: devices, captions and keyboard shortcuts. */
import type { Room } from "livekit-client";
import { LAYOUTS, type Layout } from "../people/arrangement";
import { VIDEO_CHOICES, type VideoChoice } from "../people/videos";
import type { Preferences } from "../preferences";
import type { Sound } from "../sound";
import { BlurSetting } from "./BlurSetting";
import { CaptionSettingsForm } from "./CaptionSettings";
import { DeviceSelect } from "./DeviceSelect";
import { Dialog } from "./Dialog";
import type { SmallControl } from "./PictureInPicture";
import { ShortcutList } from "./ShortcutsDialog";
import { Check, SoundSettings } from "./SoundSettings";
import { LAYOUT_WORDS, smallWords } from "./ViewMenu";
import "./SettingsDialog.css";

interface Props {
  room: Room;
  settings: Preferences;
  /** Whether they are told who knocks. */
  hears: boolean;
  /** Null where this browser has no picture in picture. */
  small: SmallControl | null;
  onSettings: (change: Partial<Preferences>) => void;
  onSound: (sound: Sound) => void;
  onBlur: (on: boolean) => void;
  onDevice: (kind: MediaDeviceKind, deviceId: string) => void;
  onClose: () => void;
}

export function SettingsDialog(props: Props) {
  const { room, settings, hears, small, onSettings, onSound, onBlur, onDevice, onClose } = props;
  const device = (kind: MediaDeviceKind, label: string) => (
    <DeviceSelect
      kind={kind}
      label={label}
      value={room.getActiveDevice(kind) ?? ""}
      onChange={(id) => onDevice(kind, id)}
    />
  );
  return (
    <Dialog title="Settings" onClose={onClose}>
      <div className="settings">
        {device("audioinput", "Microphone")}
        {device("videoinput", "Camera")}
        <BlurSetting on={settings.blur} onChange={onBlur} />
        {device("audiooutput", "Speaker")}
        <div className="pl-field">
          <label className="pl-label" htmlFor="layout">
            Layout
          </label>
          <select
            id="layout"
            className="pl-input"
            value={settings.layout}
            onChange={(event) => onSettings({ layout: event.target.value as Layout })}
          >
            {LAYOUTS.map((each) => (
              <option key={each} value={each}>
                {LAYOUT_WORDS[each]}
              </option>
            ))}
          </select>
        </div>
        {small && (
          <button
            type="button"
            className="pl-button"
            onClick={() => {
              small.toggle();
              onClose();
            }}
          >
            {smallWords(small)}
          </button>
        )}
        <div className="pl-field">
          <label className="pl-label" htmlFor="videos">
            Videos at once
          </label>
          <select
            id="videos"
            className="pl-input"
            value={settings.videos}
            onChange={(event) => onSettings({ videos: event.target.value as VideoChoice })}
          >
            {VIDEO_CHOICES.map((each) => (
              <option key={each} value={each}>
                {VIDEO_WORDS[each]}
              </option>
            ))}
          </select>
        </div>
        {hears && (
          <Check
            label="Play a sound when somebody asks to join or for help"
            checked={settings.knockSound}
            onChange={(knockSound) => onSettings({ knockSound })}
          />
        )}
        <SoundSettings settings={settings} onSettings={onSettings} onSound={onSound} />
        <CaptionSettingsForm settings={settings} onChange={onSettings} />
        <Keys />
      </div>
    </Dialog>
  );
}

const VIDEO_WORDS: Readonly<Record<VideoChoice, string>> = {
  auto: "As many as this device shows smoothly",
  49: "All on the page",
  9: "Nine, of who spoke last",
  4: "Four, of who spoke last",
  0: "None of others: saves data and battery",
};

function Keys() {
  return (
    <section className="settings__keys" aria-labelledby="keys">
      <h3 id="keys">Keyboard shortcuts</h3>
      <ShortcutList />
    </section>
  );
}
