/** Short messages: one at a time, removed after some seconds. */
import { type Participant, type Room, RoomEvent, Track, type TrackPublication } from "livekit-client";
import { useCallback, useEffect, useRef, useState } from "react";
import type { DisplayNames } from "../people/names";
import { maySpeak, nameOf } from "../people/person";
import type { Presence } from "../presence";
import type { PushToTalk } from "../pushToTalk";

const SHOWN_MS = 5_000;

export function useToast(): { toast: string; showToast: (words: string) => void } {
  const [toast, setToast] = useState({ words: "", at: 0 });
  useEffect(() => {
    if (toast.words === "") return undefined;
    const timer = setTimeout(() => setToast({ words: "", at: 0 }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toast]);
  const showToast = useCallback((words: string) => setToast({ words, at: Date.now() }), []);
  return { toast: toast.words, showToast };
}

/** Tells that the connection is back after a loss. */
export function useReconnectToast(presence: Presence, showToast: (words: string) => void): void {
  const before = useRef(presence);
  useEffect(() => {
    if (before.current !== "connecting" && before.current !== "connected" && presence === "connected")
      showToast("You are back. What was said meanwhile is in the transcript.");
    before.current = presence;
  }, [presence, showToast]);
}

/** Tells that a poll waits for one's vote, unless the polls are looked at. */
export function usePollToast(unvoted: number, isOpen: boolean, showToast: (words: string) => void): void {
  const before = useRef(0);
  useEffect(() => {
    if (unvoted > before.current && !isOpen) showToast("There is a poll to vote in.");
    before.current = unvoted;
  }, [unvoted, isOpen, showToast]);
}

/** Tells what others did: a raised hand, a new role, a microphone that a host muted, blocked or allowed. */
export function useParticipantToasts(
  room: Room,
  names: DisplayNames,
  showToast: (words: string) => void,
  talk: PushToTalk,
): void {
  useEffect(() => {
    const raised = (changed: Record<string, string>, who: Parameters<typeof nameOf>[0]): void => {
      if (changed["parley.hand"] && who.identity !== room.localParticipant.identity)
        showToast(`${names.of(who.identity, nameOf(who))} raised their hand`);
      if (changed["parley.role"] === "cohost" && who.identity === room.localParticipant.identity)
        showToast("You are a co-host now");
    };
    const muted = (publication: TrackPublication, who: Participant): void => {
      const mine = who.isLocal && publication.source === Track.Source.Microphone;
      if (mine && !talk.isActive() && !navigator.userActivation?.isActive)
        showToast("A host muted your microphone. You can unmute yourself.");
    };
    const permitted = (
      before: Parameters<typeof maySpeak>[0],
      who: { isLocal: boolean; permissions?: Parameters<typeof maySpeak>[0] },
    ): void => {
      if (!who.isLocal || before === undefined || maySpeak(before) === maySpeak(who.permissions)) return;
      showToast(
        maySpeak(who.permissions)
          ? "You can speak again. Turn your microphone on."
          : "A host blocked your microphone. Raise your hand to ask to speak.",
      );
    };
    room
      .on(RoomEvent.ParticipantAttributesChanged, raised)
      .on(RoomEvent.TrackMuted, muted)
      .on(RoomEvent.ParticipantPermissionsChanged, permitted);
    return () =>
      void room
        .off(RoomEvent.ParticipantAttributesChanged, raised)
        .off(RoomEvent.TrackMuted, muted)
        .off(RoomEvent.ParticipantPermissionsChanged, permitted);
  }, [room, names, showToast, talk]);
}
