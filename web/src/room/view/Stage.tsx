/** The tiles: a grid, or one in focus with the others beside it, with LiveKit's layouts. */
import {
  CarouselLayout,
  FocusLayoutContainer,
  FocusToggle,
  isTrackReference,
  LayoutContextProvider,
  type LayoutContextType,
  ParticipantTile,
  type TrackReferenceOrPlaceholder,
  useMaybeTrackRefContext,
  VideoTrack,
} from "@livekit/components-react";
import { type Participant, Track } from "livekit-client";
import { type Layout, largeTiles, SPOTLIGHT } from "../people/arrangement";
import type { DisplayNames } from "../people/names";
import { handOf, initialsOf, nameOf } from "../people/person";
import type { VideoChoice } from "../people/videos";
import { Grid } from "./Grid";
import { useRead } from "./hooks";
import { Icon } from "./icons";
import { Quality } from "./Quality";
import { placeOf, useTiles } from "./tiles";
import { useShowsVideo, useVideoLimit, Videos } from "./videos";
import "./Stage.css";

interface Props {
  layout: LayoutContextType;
  /** What one chose to see. */
  view: Layout;
  /** How many videos one chose to see. */
  videos: VideoChoice;
  hands: ReadonlyMap<string, number>;
  colors: ReadonlyMap<string, number>;
  names: DisplayNames;
}

export function Stage({ layout, view, videos, hands, colors, names }: Props) {
  useRead(names, names.shown);
  const { tracks, wishes } = useTiles(layout, view);
  const limit = useVideoLimit(videos);
  const large = largeTiles(tracks, placeOf, wishes);
  const others = tracks.filter((track) => !large.includes(track));
  const tile = <Tile hands={hands} colors={colors} names={names} />;

  return (
    <LayoutContextProvider value={layout}>
      {large.length === 0 ? (
        <Grid tracks={tracks} speaker={wishes.speaker} limit={limit}>
          {tile}
        </Grid>
      ) : (
        <Videos limit={limit} shown={others} large={large} all={tracks}>
          <FocusLayoutContainer data-alone={others.length === 0}>
            {others.length > 0 && <CarouselLayout tracks={others}>{tile}</CarouselLayout>}
            <div className="large" data-testid="large" data-count={large.length}>
              {large.map((track) => (
                <Tile
                  key={`${track.participant.identity} ${track.source}`}
                  trackRef={track}
                  hands={hands}
                  colors={colors}
                  names={names}
                />
              ))}
            </div>
          </FocusLayoutContainer>
        </Videos>
      )}
    </LayoutContextProvider>
  );
}

interface TileProps extends Omit<Props, "layout" | "view" | "videos"> {
  trackRef?: TrackReferenceOrPlaceholder;
}

function Tile({ trackRef, hands, colors, names }: TileProps) {
  const context = useMaybeTrackRefContext();
  const track = trackRef ?? context;
  const showsCamera = useShowsVideo(track?.participant.identity ?? "");
  if (track === undefined) return null;
  const { participant, source } = track;
  const share = source === Track.Source.ScreenShare;
  const place = hands.get(participant.identity);
  // Before one is connected, LiveKit does not know one's own name.
  const known = names.of(participant.identity, nameOf(participant));
  const name = known || "You";
  return (
    <ParticipantTile
      trackRef={track}
      role="group"
      aria-label={tileLabel(participant, name, share)}
      data-hand={place !== undefined}
      data-video={share || showsCamera}
    >
      {isTrackReference(track) && (share || showsCamera) && <VideoTrack trackRef={track} />}
      {!share && (
        <div className="lk-participant-placeholder" aria-hidden="true">
          <span className="avatar" data-speaker-color={colors.get(participant.identity) ?? 0}>
            {initialsOf(nameOf(participant))}
          </span>
        </div>
      )}
      {place !== undefined && !share && (
        <span className="hand-badge">
          <Icon name="hand" />
          {place}
          <span className="pl-visually-hidden"> in the queue of raised hands</span>
        </span>
      )}
      <div className="lk-participant-metadata">
        <div className="lk-participant-metadata-item">
          {share ? (
            <Icon name="share" />
          ) : (
            // Not LiveKit's indicator: it does not see a microphone taken away, as when a host blocks it.
            !participant.isMicrophoneEnabled && <Icon name="mic-off" />
          )}
          <span className="lk-participant-name">
            {name}
            {share ? "’s screen" : participant.isLocal && known ? " (you)" : ""}
          </span>
          {!share && !showsCamera && participant.isCameraEnabled && (
            <>
              <Icon name="camera" />
              <span className="pl-visually-hidden">video not shown at the moment</span>
            </>
          )}
          {!share && participant.attributes[SPOTLIGHT] !== undefined && (
            <>
              <Icon name="expand" />
              <span className="pl-visually-hidden">in the spotlight</span>
            </>
          )}
        </div>
        {!share && <Quality participant={participant} />}
      </div>
      <FocusToggle trackRef={track} className="focus-toggle">
        <Icon name="focus" />
        <span className="pl-visually-hidden">
          Focus on {name}
          {share && "’s screen"}, or back to the grid
        </span>
      </FocusToggle>
    </ParticipantTile>
  );
}

function tileLabel(participant: Participant, name: string, share: boolean): string {
  if (share) return `${name}’s screen`;
  const muted = participant.isMicrophoneEnabled ? "" : ", microphone off";
  return `${name}${participant.isLocal ? " (you)" : ""}${muted}${handOf(participant) === null ? "" : ", hand raised"}`;
}
