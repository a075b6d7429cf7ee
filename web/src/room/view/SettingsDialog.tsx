/** The settings dialog: devices, caption size and keyboard shortcuts. */
import type { Room } from "livekit-client";
import { SIZES, type Size } from "../preferences";
import { SHORTCUTS } from "../shortcuts";
import { DeviceSelect } from "./DeviceSelect";
import { Dialog } from "./Dialog";
import "./SettingsDialog.css";

interface Props {
  room: Room;
  size: Size;
  onSize: (size: Size) => void;
  onDevice: (kind: MediaDeviceKind, deviceId: string) => void;
  onClose: () => void;
}

const NAMES: Readonly<Record<Size, string>> = { S: "Small", M: "Medium", L: "Large", XL: "Very large" };

export function SettingsDialog({ room, size, onSize, onDevice, onClose }: Props) {
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
        {device("audiooutput", "Speaker")}
        <fieldset className="sizes">
          <legend className="pl-label">Caption size</legend>
          {SIZES.map((each) => (
            <label key={each} className="sizes__one">
              <input
                type="radio"
                name="size"
                value={each}
                aria-label={NAMES[each]}
                checked={each === size}
                onChange={() => onSize(each)}
              />
              <span title={NAMES[each]}>{each}</span>
            </label>
          ))}
        </fieldset>
        <Keys />
      </div>
    </Dialog>
  );
}

function Keys() {
  return (
    <section className="settings__keys" aria-labelledby="keys">
      <h3 id="keys">Keyboard shortcuts</h3>
      <dl className="keys">
        {SHORTCUTS.map(({ key, label }) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
