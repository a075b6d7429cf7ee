/** Settings of the microphone's sound, and of the hint for who speaks while muted. */
import type { Preferences } from "../preferences";
import { changeable, SOUND_KEYS, type Sound, soundOf } from "../sound";

const WORDS: Readonly<Record<keyof Sound, string>> = {
  noiseSuppression: "Suppress noise around you",
  echoCancellation: "Cancel the echo of your speakers",
  autoGainControl: "Adjust the volume of your voice",
};

interface Props {
  settings: Preferences;
  onSettings: (change: Partial<Preferences>) => void;
  onSound: (sound: Sound) => void;
}

export function SoundSettings({ settings, onSettings, onSound }: Props) {
  const able = changeable(navigator.mediaDevices as MediaDevices | undefined);
  return (
    <section className="settings" aria-labelledby="sound-settings" data-testid="sound-settings">
      <h3 id="sound-settings">Your sound</h3>
      <div className="settings__checks">
        {SOUND_KEYS.filter((key) => able.includes(key)).map((key) => (
          <Check
            key={key}
            label={WORDS[key]}
            checked={settings[key]}
            onChange={(on) => onSound({ ...soundOf(settings), [key]: on })}
          />
        ))}
        <Check
          label="Tell me when I speak while muted"
          note="The volume is measured in this browser; nothing of it is sent or kept."
          checked={settings.mutedHint}
          onChange={(mutedHint) => onSettings({ mutedHint })}
        />
      </div>
      {able.length < SOUND_KEYS.length && (
        <p className="pl-hint">This browser decides itself about {missing(able)} of your microphone.</p>
      )}
    </section>
  );
}

function missing(able: readonly (keyof Sound)[]): string {
  const names: Readonly<Record<keyof Sound, string>> = {
    noiseSuppression: "noise",
    echoCancellation: "echo",
    autoGainControl: "volume",
  };
  return new Intl.ListFormat("en").format(SOUND_KEYS.filter((key) => !able.includes(key)).map((key) => names[key]));
}

interface CheckProps {
  label: string;
  note?: string;
  checked: boolean;
  onChange: (on: boolean) => void;
}

export function Check({ label, note, checked, onChange }: CheckProps) {
  return (
    <label className="settings__check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>
        {label}
        {note !== undefined && <span className="pl-hint settings__note">{note}</span>}
      </span>
    </label>
  );
}
