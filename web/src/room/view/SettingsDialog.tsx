/** The settings dialog: devices, captions and keyboard shortcuts. */
import type { Room } from "livekit-client";
import type { CaptionSettings } from "../preferences";
import { CaptionSettingsForm } from "./CaptionSettings";
import { DeviceSelect } from "./DeviceSelect";
import { Dialog } from "./Dialog";
import { ShortcutList } from "./ShortcutsDialog";
import "./SettingsDialog.css";

interface Props {
  room: Room;
  settings: CaptionSettings;
  onSettings: (change: Partial<CaptionSettings>) => void;
  onDevice: (kind: MediaDeviceKind, deviceId: string) => void;
  onClose: () => void;
}

export function SettingsDialog({ room, settings, onSettings, onDevice, onClose }: Props) {
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
        <CaptionSettingsForm settings={settings} onChange={onSettings} />
        <Keys />
      </div>
    </Dialog>
  );
}

function Keys() {
  return (
    <section className="settings__keys" aria-labelledby="keys">
      <h3 id="keys">Keyboard shortcuts</h3>
      <ShortcutList />
    </section>
  );
}
