/** The control bar: microphone, camera, screen, hand, captions, settings, leaving and ending. */
import type { Room } from "livekit-client";
import type { ReactNode } from "react";
import type { Control, Controls } from "./controls";
import { useDeviceList } from "./hooks";
import { Icon, type IconName } from "./icons";
import { Menu } from "./Menu";
import "./ControlBar.css";

export function canShare(): boolean {
  return typeof (navigator.mediaDevices as Partial<MediaDevices> | undefined)?.getDisplayMedia === "function";
}

interface Props extends Omit<Controls, "onMicError"> {
  room: Room;
  /** Connected; otherwise nobody can share a screen or raise a hand. */
  inside: boolean;
  host: boolean;
  /** Whether one may share a screen. */
  sharing: boolean;
  /** Further controls between the captions and the settings. */
  children?: ReactNode;
  onDevice: (kind: MediaDeviceKind, deviceId: string) => void;
  onSettings: () => void;
  onLeave: () => void;
  onEnd: () => void;
}

export function ControlBar({
  room,
  mic,
  camera,
  share,
  hand,
  captions,
  inside,
  host,
  sharing,
  children,
  onDevice,
  onSettings,
  onLeave,
  onEnd,
}: Props) {
  return (
    <section className="bar" aria-label="Controls">
      <div className="bar__group">
        <Split menu={<DeviceMenu room={room} kind="audioinput" label="Microphones" onDevice={onDevice} />}>
          <Toggle control={mic} icon="mic" off="mic-off" label="Mic" name="Mic" shortcut="M" testId="mic-toggle" />
        </Split>
        <Split menu={<DeviceMenu room={room} kind="videoinput" label="Cameras" onDevice={onDevice} />}>
          <Toggle
            control={camera}
            icon="camera"
            off="camera-off"
            label="Camera"
            name="Camera"
            shortcut="V"
            testId="camera-toggle"
          />
        </Split>
        {canShare() && (sharing || share.on) && (
          <Toggle
            control={share}
            icon="share"
            label="Share"
            name="Share screen"
            shortcut="S"
            testId="share-toggle"
            disabled={!inside}
            quiet
            wide
          />
        )}
      </div>
      <div className="bar__group">
        <Toggle
          control={hand}
          icon="hand"
          label="Hand"
          name="Raise hand"
          shortcut="H"
          testId="hand-toggle"
          disabled={!inside}
          quiet
        />
        <Toggle
          control={captions}
          icon="captions"
          label="Captions"
          name="Captions"
          shortcut="C"
          testId="captions-toggle"
          quiet
        />
        {children}
        <button
          type="button"
          className="control"
          data-quiet
          aria-label="Settings"
          title="Settings"
          data-testid="settings-toggle"
          onClick={onSettings}
        >
          <Icon name="settings" />
          <span className="control__label">Settings</span>
        </button>
      </div>
      <div className="bar__group">
        <button
          type="button"
          className="control control--leave"
          aria-label="Leave"
          title="Leave"
          data-testid="leave"
          onClick={onLeave}
        >
          <Icon name="leave" />
          <span className="control__label">Leave</span>
        </button>
        {host && (
          <button
            type="button"
            className="control control--end"
            aria-label="End for all"
            title="End the meeting for all"
            data-testid="end-for-all"
            onClick={onEnd}
          >
            <Icon name="end" />
            <span className="control__label">End for all</span>
          </button>
        )}
      </div>
    </section>
  );
}

interface ToggleProps {
  control: Control;
  icon: IconName;
  off?: IconName;
  /** Under the icon. */
  label: string;
  /** The accessible name, which contains the label. */
  name: string;
  shortcut: string;
  testId: string;
  /** Off is the normal state, shown without a warning colour. */
  quiet?: boolean;
  /** Hidden on narrow screens. */
  wide?: boolean;
  disabled?: boolean;
}

function Toggle({ control, icon, off, label, name, shortcut, testId, quiet, wide, disabled }: ToggleProps) {
  return (
    <button
      type="button"
      className="control"
      data-testid={testId}
      data-quiet={quiet}
      data-wide={wide}
      aria-pressed={control.on}
      aria-busy={control.pending}
      disabled={disabled}
      aria-label={name}
      aria-keyshortcuts={shortcut}
      title={`${name} ${control.on ? "on" : "off"} (${shortcut})`}
      onClick={control.toggle}
    >
      <Icon name={control.on ? icon : (off ?? icon)} />
      <span className="control__label">{label}</span>
    </button>
  );
}

function Split({ menu, children }: { menu: ReactNode; children: ReactNode }) {
  return (
    <div className="split">
      {children}
      {menu}
    </div>
  );
}

function DeviceMenu({
  room,
  kind,
  label,
  onDevice,
}: {
  room: Room;
  kind: MediaDeviceKind;
  label: string;
  onDevice: Props["onDevice"];
}) {
  const devices = useDeviceList(kind, room.localParticipant.trackPublications.size);
  if (devices.length < 2) return null;
  const active = room.getActiveDevice(kind);
  return (
    <Menu
      label={label}
      className="split__more"
      items={devices.map((device, n) => ({
        label: device.label || `${label} ${n + 1}`,
        checked: device.deviceId === active,
        onSelect: () => onDevice(kind, device.deviceId),
      }))}
    >
      <Icon name="chevron" />
    </Menu>
  );
}
