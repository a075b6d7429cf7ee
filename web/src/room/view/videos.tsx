/** Last-N video: who is shown with video, and subscribed to; the others' tiles have their initials. */
import { type TrackReferenceOrPlaceholder, useRoomContext } from "@livekit/components-react";
import { type Participant, RemoteTrackPublication, RoomEvent, Track, type TrackPublication } from "livekit-client";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { Observable } from "../observable";
import {
  keyOf,
  medianInterval,
  Subscriptions,
  spoken,
  VideoBudget,
  type VideoChoice,
  withVideo,
} from "../people/videos";
import { useRead } from "./hooks";

/** How often, and for how long, it is looked whether the page stutters. */
const LOOK_MS = 8_000;
const SAMPLE_MS = 2_000;
/** Who is not shown any more may be again soon, as when pages are turned. */
const GIVE_UP_MS = 5_000;

/** The camera that another window shows: the stage does not give it up. */
class Elsewhere extends Observable {
  #held: RemoteTrackPublication | null = null;

  #stages = 0;

  readonly held = (): RemoteTrackPublication | null => this.#held;

  hold(publication: RemoteTrackPublication): () => void {
    if (!publication.isDesired) publication.setSubscribed(true);
    this.#become(publication);
    return () => {
      if (this.#stages === 0) publication.setSubscribed(false);
      this.#become(null);
    };
  }

  /** Beside a stage, that gives up what is not shown any more. */
  beside(): () => void {
    this.#stages += 1;
    return () => {
      this.#stages -= 1;
    };
  }

  #become(held: RemoteTrackPublication | null): void {
    this.#held = held;
    this.changed();
  }
}

const elsewhere = new Elsewhere();

const WithVideo = createContext<ReadonlySet<string> | null>(null);

/** Whether somebody's camera is shown; always outside `Videos`. */
export function useShowsVideo(identity: string): boolean {
  const shown = useContext(WithVideo);
  return shown === null || shown.has(identity);
}

export interface VideoLimit {
  most: number;
  /** Who spoke, the last first. */
  recent: readonly string[];
}

export function useVideoLimit(choice: VideoChoice): VideoLimit {
  const room = useRoomContext();
  const [recent, setRecent] = useState<readonly string[]>([]);
  const [budget] = useState(() => new VideoBudget(navigator.hardwareConcurrency || 2));
  const [most, setMost] = useState(budget.most);
  useEffect(() => {
    const spoke = (speakers: Participant[]): void =>
      setRecent((before) =>
        spoken(
          before,
          speakers.filter((each) => !each.isLocal).map((each) => each.identity),
        ),
      );
    room.on(RoomEvent.ActiveSpeakersChanged, spoke);
    return () => void room.off(RoomEvent.ActiveSpeakersChanged, spoke);
  }, [room]);
  useEffect(() => {
    if (choice !== "auto") return undefined;
    let stop = (): void => undefined;
    const timer = setInterval(() => {
      if (document.visibilityState !== "visible") return;
      stop = sampleFrames((frameMs) => budget.take(frameMs) && setMost(budget.most));
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [budget, choice]);
  return { most: choice === "auto" ? most : Number(choice), recent };
}

/** Tells the median time between frames over the next seconds, unless the page is hidden meanwhile. */
function sampleFrames(tell: (frameMs: number) => void): () => void {
  const times: number[] = [];
  let frame = requestAnimationFrame(function note(now) {
    times.push(now);
    const isOver = now - (times[0] as number) > SAMPLE_MS;
    if (!isOver) frame = requestAnimationFrame(note);
    const median = isOver ? medianInterval(times) : null;
    if (median !== null && document.visibilityState === "visible") tell(median);
  });
  return () => cancelAnimationFrame(frame);
}

interface Props {
  limit: VideoLimit;
  /** Those on the screen, by their places. */
  shown: readonly TrackReferenceOrPlaceholder[];
  /** Shown whatever the limit is. */
  large?: readonly TrackReferenceOrPlaceholder[];
  all: readonly TrackReferenceOrPlaceholder[];
  children: ReactNode;
}

export function Videos({ limit: { most, recent }, shown, large = [], all, children }: Props) {
  const cameras = [...large, ...shown].filter(({ source }) => source === Track.Source.Camera);
  const identities = withVideo(
    cameras.map((each) => ({
      identity: each.participant.identity,
      isAlways: each.participant.isLocal || large.includes(each),
    })),
    recent,
    most,
  );
  const key = keyOf(identities);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key has all of the set
  const stable = useMemo(() => identities, [key]);
  useSubscriptions(all, stable);
  return <WithVideo.Provider value={stable}>{children}</WithVideo.Provider>;
}

/** Subscribes to the cameras of these people at once, and gives the others up after a while. */
function useSubscriptions(all: readonly TrackReferenceOrPlaceholder[], wanted: ReadonlySet<string>): void {
  const cameras = all
    .filter(({ source }) => source === Track.Source.Camera)
    .map(({ participant, publication }) => ({ identity: participant.identity, publication }));
  const held = useRead(elsewhere, elsewhere.held);
  const [subscriptions] = useState(() => new Subscriptions<RemoteTrackPublication>(GIVE_UP_MS));
  const key = keyOf(cameras.map(({ publication }) => publication?.trackSid ?? ""));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key has all of the publications
  useEffect(() => {
    const remote = cameras.flatMap(({ identity, publication }) =>
      publication instanceof RemoteTrackPublication ? [[publication, wanted.has(identity)] as const] : [],
    );
    const isWanted = new Map(remote);
    subscriptions.set([...isWanted.keys()], (each) => each === held || isWanted.get(each) === true);
  }, [key, wanted, held, subscriptions]);
  useEffect(() => () => subscriptions.stop(), [subscriptions]);
  useEffect(() => elsewhere.beside(), []);
}

/** Subscribes to a camera for as long as another window shows it, also where no stage is on the page. */
export function useHeldVideo(publication: TrackPublication | undefined): void {
  useEffect(() => {
    return publication instanceof RemoteTrackPublication ? elsewhere.hold(publication) : undefined;
  }, [publication]);
}
