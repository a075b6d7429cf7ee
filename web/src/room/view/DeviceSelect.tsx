/** A select of devices; the browser's own, for keyboards and screen readers. */
import { useId } from "react";
import { useDeviceList } from "./hooks";
import "./DeviceSelect.css";

interface Props {
  kind: MediaDeviceKind;
  label: string;
  value: string;
  onChange: (deviceId: string) => void;
  /** Devices are listed again when this changes. */
  again?: unknown;
}

/** Renders nothing without devices, as for speakers in most browsers. */
export function DeviceSelect({ kind, label, value, onChange, again }: Props) {
  const id = useId();
  const devices = useDeviceList(kind, again);
  if (devices.length === 0) return null;
  const known = devices.some((device) => device.deviceId === value);
  return (
    <div className="pl-field">
      <label className="pl-label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="pl-input"
        value={known ? value : (devices[0]?.deviceId ?? "")}
        onChange={(event) => onChange(event.target.value)}
      >
        {devices.map((device, n) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label || `${label} ${n + 1}`}
          </option>
        ))}
      </select>
    </div>
  );
}
