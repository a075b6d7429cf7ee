/** The tiles of the room, and what decides which of them are large: for the stage and for the small window. */
import {
  type LayoutContextType,
  type TrackReferenceOrPlaceholder,
  usePinnedTracks,
  useRoomContext,
  useTracks,
} from "@livekit/components-react";
import { type Participant, RoomEvent, Track } from "livekit-client";
import { useEffect, useState } from "react";
import { type Layout, lastToSpeak, spotlit, type Tile, type Wishes } from "../people/arrangement";
import { isPerson } from "../people/person";

const UPDATES = [RoomEvent.ActiveSpeakersChanged, RoomEvent.ParticipantAttributesChanged];

export interface Tiles {
  tracks: TrackReferenceOrPlaceholder[];
  wishes: Wishes;
}

export function useTiles(layout: LayoutContextType, view: Layout): Tiles {
  const tracks = useTracks(
    [
      { source: Track.Source.Camera, withPlaceholder: true },
      { source: Track.Source.ScreenShare, withPlaceholder: false },
    ],
    { updateOnlyOn: UPDATES, onlySubscribed: false },
  ).filter(({ participant }) => isPerson(participant));
  const speaker = useLastSpeaker();
  const pinned = usePinnedTracks(layout)[0];
  const wishes = {
    layout: view,
    pinned: pinned && placeOf(pinned),
    spotlight: spotlit(tracks.map(({ participant }) => participant)),
    speaker,
  };
  return { tracks, wishes };
}

export function placeOf({ participant, source }: TrackReferenceOrPlaceholder): Tile {
  return { identity: participant.identity, isShare: source === Track.Source.ScreenShare };
}

/** The identity of the other person who spoke last; kept through pauses. */
function useLastSpeaker(): string {
  const room = useRoomContext();
  const [speaker, setSpeaker] = useState(() => lastToSpeak([...room.remoteParticipants.values()].filter(isPerson)));
  useEffect(() => {
    const spoke = (speakers: Participant[]): void => {
      const loudest = speakers.find((each) => !each.isLocal && isPerson(each));
      if (loudest !== undefined) setSpeaker(loudest.identity);
    };
    room.on(RoomEvent.ActiveSpeakersChanged, spoke);
    return () => void room.off(RoomEvent.ActiveSpeakersChanged, spoke);
  }, [room]);
  return speaker;
}
