/** Picture in picture: the one large tile, the last caption, and buttons for the microphone and for leaving. */
import {
  isTrackReference,
  type LayoutContextType,
  type TrackReferenceOrPlaceholder,
  useIsMuted,
  useIsSpeaking,
  VideoTrack,
} from "@livekit/components-react";
import { Track } from "livekit-client";
import { useEffect, useReducer } from "react";
import { createPortal } from "react-dom";
import { stripOf } from "../captions/strip";
import type { Exit } from "../exits";
import { onlyTile } from "../people/arrangement";
import { initialsOf, nameOf } from "../people/person";
import type { Preferences } from "../preferences";
import type { Session } from "../session";
import { actionOf } from "../shortcuts";
import { pictureInPicture, VIDEO_ID } from "../smallWindows";
import { isAbsent } from "./Away";
import { CaptionText } from "./CaptionText";
import type { Control } from "./controls";
import { useRead } from "./hooks";
import { Icon } from "./icons";
import { placeOf, useTiles } from "./tiles";
import { useHeldVideo } from "./videos";
import "./PictureInPicture.css";

export interface SmallControl {
  isOpen: boolean;
  toggle: () => void;
}

/** The control of the small window; null where this browser has none. */
export function useSmallWindow(showToast: (words: string) => void): SmallControl | null {
  const opened = useRead(pictureInPicture, pictureInPicture.window);
  if (pictureInPicture.way === null) return null;
  const toggle = (): void => {
    pictureInPicture.toggle().catch(() => {
      showToast(
        pictureInPicture.way === "video"
          ? "There is no video to show in a small window now."
          : "The small window could not be opened. Try again.",
      );
    });
  };
  return { isOpen: opened !== null, toggle };
}

/** Closes it with the visit: in a breakout room it stays. */
export function useClosedWith(exit: Exit | null): void {
  useEffect(() => {
    if (exit !== null) pictureInPicture.close();
  }, [exit]);
  useEffect(() => () => pictureInPicture.close(), []);
}

interface Props {
  layout: LayoutContextType;
  settings: Preferences;
  session: Session;
  mic: Control;
  colors: ReadonlyMap<string, number>;
  /** The page's short message: one who looks at the window may not see the page. */
  toast: string;
}

export function PictureInPicture(props: Props) {
  const opened = useRead(pictureInPicture, pictureInPicture.window);
  if (pictureInPicture.way === "video") return <OnlyVideo {...props} isOpen={opened !== null} />;
  const place = opened?.place ?? null;
  return place && createPortal(<Small {...props} page={place.ownerDocument} />, place);
}

function Small({ layout, settings, session, mic, colors, toast, page }: Props & { page: Document }) {
  const presence = useRead(session, session.presence);
  const { tracks, wishes } = useTiles(layout, settings.layout);
  const track = onlyTile(tracks, placeOf, wishes);
  useHeldVideo(track?.publication);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const action = actionOf(event);
      if (action === "mic") mic.toggle();
      if (action === "picture-in-picture") pictureInPicture.close();
    };
    page.addEventListener("keydown", press);
    return () => page.removeEventListener("keydown", press);
  });
  return (
    <main className="small">
      <h1 className="pl-visually-hidden">Picture in picture</h1>
      {track && <SmallTile track={track} session={session} color={colors.get(track.participant.identity) ?? 0} />}
      {isAbsent(presence) ? (
        <p className="small__words">You are not connected. Parley keeps trying.</p>
      ) : (
        (settings.captions || settings.captionsOnly) && <LastCaption session={session} settings={settings} />
      )}
      <div className="small__bar">
        <button
          type="button"
          className="small__control"
          aria-label="Mic"
          aria-pressed={mic.on}
          aria-busy={mic.pending}
          aria-keyshortcuts="M"
          title={`Mic ${mic.on ? "on" : "off"} (M)`}
          onClick={mic.toggle}
        >
          <Icon name={mic.on ? "mic" : "mic-off"} />
        </button>
        <button
          type="button"
          className="small__control"
          data-danger
          aria-label="Leave"
          title="Leave"
          onClick={() => session.leave()}
        >
          <Icon name="leave" />
        </button>
      </div>
      <p className="toast small__toast" role="status" data-shown={toast !== ""}>
        {toast}
      </p>
    </main>
  );
}

interface TileProps {
  track: TrackReferenceOrPlaceholder;
  session: Session;
  color: number;
}

function SmallTile({ track, session, color }: TileProps) {
  useRead(session.names, session.names.shown);
  const isMuted = useIsMuted(track);
  const { participant, source } = track;
  const isSpeaking = useIsSpeaking(participant);
  const known = session.names.of(participant.identity, nameOf(participant));
  const name = known || "You";
  const share = source === Track.Source.ScreenShare;
  return (
    <div className="small__tile" data-testid="small-tile" data-speaking={isSpeaking && !share}>
      {isTrackReference(track) && !isMuted ? (
        <VideoTrack trackRef={track} />
      ) : (
        <span className="avatar" data-speaker-color={color} aria-hidden="true">
          {initialsOf(nameOf(participant))}
        </span>
      )}
      <p className="small__name">
        {!share && !participant.isMicrophoneEnabled && (
          <>
            <Icon name="mic-off" />
            <span className="pl-visually-hidden">Microphone off: </span>
          </>
        )}
        <span>
          {name}
          {share ? "’s screen" : participant.isLocal && known ? " (you)" : ""}
        </span>
      </p>
    </div>
  );
}

/** What was said last, until it has been read; the page itself announces captions to screen readers. */
function LastCaption({ session, settings }: Pick<Props, "session" | "settings">) {
  const shown = useRead(session.names, session.names.shown);
  const lines = useRead(session.captions, session.captions.lines);
  const [, rerender] = useReducer((count: number) => count + 1, 0);
  const strip = stripOf(lines, Date.now(), 1, settings.captionHold);
  useEffect(() => {
    if (strip.nextChange === null) return undefined;
    const timer = setTimeout(rerender, Math.max(16, strip.nextChange - Date.now()));
    return () => clearTimeout(timer);
  }, [strip.nextChange]);
  const line = strip.lines.at(-1);
  return (
    <p className="small__words" data-testid="small-caption">
      {line && (
        <>
          <span className="small__speaker" data-speaker-color={session.captions.colors().get(line.speaker)}>
            {shown.get(line.speaker) ?? line.name}
          </span>{" "}
          <span className="small__said">
            <span>
              <CaptionText line={line} />
            </span>
          </span>
        </>
      )}
    </p>
  );
}

/**
 * For browsers that show a video above other programs, and nothing else. It is there before it is asked for, because only a
 * video that has begun can be shown; and it is the visit's, not the meeting's, because it closes with its element: so the
 * window stays on the way to a breakout room and back.
 */
export function SmallVideo() {
  const isOpen = useRead(pictureInPicture, pictureInPicture.window) !== null;
  if (pictureInPicture.way !== "video") return null;
  return (
    <div aria-hidden="true">
      <video id={VIDEO_ID} className="small-video" data-open={isOpen} muted playsInline />
    </div>
  );
}

/** Gives that video who is large in the meeting, of those who send one. */
function OnlyVideo({ layout, settings, isOpen }: Props & { isOpen: boolean }) {
  const { tracks, wishes } = useTiles(layout, settings.layout);
  const seen = tracks.filter((track) => isTrackReference(track) && !track.publication.isMuted);
  const publication = onlyTile(seen, placeOf, wishes)?.publication;
  useHeldVideo(isOpen ? publication : undefined);
  const media = publication?.track;
  useEffect(() => {
    const element = document.querySelector<HTMLVideoElement>(`#${VIDEO_ID}`);
    if (element === null || media === undefined) return undefined;
    media.attach(element);
    return () => void media.detach(element);
  }, [media]);
  return null;
}
