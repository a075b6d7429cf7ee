/** React hooks over view models, the LiveKit room and the browser. */
import type { RoomEvent as Event, Participant, Room } from "livekit-client";
import { ConnectionState, ParticipantKind, RoomEvent } from "livekit-client";
import { type RefObject, useEffect, useLayoutEffect, useReducer, useState, useSyncExternalStore } from "react";
import type { Observable } from "../observable";
import { isPerson } from "../people/person";
import { type Preferences, readPreferences, writePreferences } from "../preferences";
import { type Action, actionOf } from "../shortcuts";

export function useRead<T>(model: Observable, read: () => T): T {
  return useSyncExternalStore(model.subscribe, read);
}

function subscribeOnline(changed: () => void): () => void {
  window.addEventListener("online", changed);
  window.addEventListener("offline", changed);
  return () => {
    window.removeEventListener("online", changed);
    window.removeEventListener("offline", changed);
  };
}

/** Whether the browser has any network; true does not mean that the server can be reached. */
export function useOnline(): boolean {
  return useSyncExternalStore(subscribeOnline, () => navigator.onLine);
}

/** Whether a condition has held for so long. */
export function useLasting(holds: boolean, forMs: number): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!holds) return undefined;
    const timer = setTimeout(() => setLasts(true), forMs);
    return () => {
      clearTimeout(timer);
      setLasts(false);
    };
  }, [holds, forMs]);
  return lasts && holds;
}

/** Renders again after each of these events of the room. */
export function useRoomEvents(room: Room, events: readonly Event[]): void {
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    for (const event of events) room.on(event, again);
    again();
    return () => {
      for (const event of events) room.off(event, again);
    };
  }, [room, events]);
}

const PEOPLE = [
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.ParticipantAttributesChanged,
  RoomEvent.ParticipantNameChanged,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.LocalTrackPublished,
  RoomEvent.LocalTrackUnpublished,
  RoomEvent.ConnectionStateChanged,
] as const;

/** Everybody but agents and recorders, oneself first. */
export function usePeople(room: Room): Participant[] {
  useRoomEvents(room, PEOPLE);
  const others = [...room.remoteParticipants.values()].filter(isPerson);
  return room.state === ConnectionState.Disconnected ? others : [room.localParticipant, ...others];
}

export function useTranscriber(room: Room): Participant | undefined {
  useRoomEvents(room, PEOPLE);
  return [...room.remoteParticipants.values()].find(({ kind }) => kind === ParticipantKind.AGENT);
}

/** The devices of one kind, without asking for permission; listed again when `again` changes, as after permission. */
export function useDeviceList(kind: MediaDeviceKind, again: unknown = null): MediaDeviceInfo[] {
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the browser tells names and ids only after permission, without an event
  useEffect(() => {
    const media = navigator.mediaDevices as MediaDevices | undefined;
    if (media === undefined) return undefined;
    let current = true;
    const list = async (): Promise<void> => {
      const all = await media.enumerateDevices();
      if (current) setDevices(all.filter((device) => device.kind === kind && device.deviceId !== ""));
    };
    void list();
    media.addEventListener("devicechange", list);
    return () => {
      current = false;
      media.removeEventListener("devicechange", list);
    };
  }, [kind, again]);
  return devices;
}

/** The size of an element's content in CSS pixels, 0 × 0 before it is laid out. */
export function useSize(ref: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = (): void => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}

/** The stored choices, and a way to change and store some of them. */
export function usePreferences(): [Preferences, (change: Partial<Preferences>) => void] {
  const [chosen, setChosen] = useState(readPreferences);
  const choose = (change: Partial<Preferences>): void => {
    const next = { ...chosen, ...change };
    setChosen(next);
    writePreferences(next);
  };
  return [chosen, choose];
}

/** Calls the action of each shortcut that is pressed. */
export function useKeys(actions: Record<Action, () => void>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const action = actionOf(event);
      if (action === null) return;
      event.preventDefault();
      actions[action]();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  });
}
