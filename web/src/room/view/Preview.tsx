/** The preview before joining: one's camera, and the devices opened for it. */
import type { LocalTrack, LocalVideoTrack } from "livekit-client";
import { useEffect, useRef, useState } from "react";
import { background } from "../blurring";
import { type Got, type Kind, openDevices } from "../devices";
import type { Preferences } from "../preferences";
import { soundOf } from "../sound";
import { Icon } from "./icons";
import "./Prejoin.css";

const NOTHING: Got = { mic: null, camera: null, trouble: {} };
/** How long joining waits for devices that are being opened: the browser's prompt may never be answered. */
const OPENING_MS = 4_000;

/** Opens the chosen devices; stops the tracks of a former choice, except those that `take` returned. */
export function usePreview({ mic, camera, micId, cameraId, blur, ...chosen }: Preferences): {
  got: Got;
  take: () => Promise<LocalTrack[]>;
} {
  const [got, setGot] = useState<Got>(NOTHING);
  const latest = useRef<Promise<Got>>(Promise.resolve(NOTHING));
  const taken = useRef<Got>(NOTHING);
  const [sound] = useState(() => soundOf(chosen));
  useEffect(() => {
    let current = true;
    background.want(blur);
    const opening = openDevices({ mic, camera, micId, cameraId, ...sound });
    latest.current = opening;
    void opening.then((fresh) => {
      if (current) setGot(fresh);
      // The words are shown beside the switch; the meeting waits for it before it sends the track.
      if (current && fresh.camera !== null) void background.prepare(fresh.camera).catch(() => undefined);
    });
    return () => {
      current = false;
      void opening.then((old) => {
        if (old === taken.current) return;
        old.mic?.stop();
        old.camera?.stop();
      });
    };
  }, [mic, camera, micId, cameraId, blur, sound]);
  const take = async (): Promise<LocalTrack[]> => {
    const late = new Promise<Got>((resolve) => setTimeout(() => resolve(NOTHING), OPENING_MS));
    taken.current = await Promise.race([latest.current, late]);
    return [taken.current.mic, taken.current.camera].filter((track) => track !== null);
  };
  return { got, take };
}

export function Preview({ track, name, trouble }: { track: LocalVideoTrack | null; name: string; trouble: boolean }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (track === null || element === null) return undefined;
    track.attach(element);
    return () => void track.detach(element);
  }, [track]);
  return (
    <div className="preview">
      <video ref={video} muted playsInline autoPlay hidden={track === null} aria-label="Your camera's picture" />
      {track === null && (
        <p className="preview__off">
          {trouble ? "The camera is not available" : `${name.trim() || "You"} · camera off`}
        </p>
      )}
    </div>
  );
}

export function Toggle({ kind, on, onClick }: { kind: Kind; on: boolean; onClick: () => void }) {
  const label = kind === "mic" ? "Microphone" : "Camera";
  return (
    <button
      type="button"
      className="round"
      aria-pressed={on}
      aria-label={label}
      title={`${label} ${on ? "on" : "off"}`}
      onClick={onClick}
    >
      <Icon name={on ? kind : `${kind}-off`} />
    </button>
  );
}
