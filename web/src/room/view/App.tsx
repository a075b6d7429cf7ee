/** The stages of a visit: loading, pre-join page, meeting, exit page. */
import { useCallback, useEffect, useState } from "react";
import { ApiError, api, type RoomForViewer } from "../../api";
import { type RoomVisit, visitOf } from "../breakouts/roomVisit";
import { type Exit, exitOfRefusal } from "../exits";
import { linkToNext, takeLink } from "../link";
import { ExitScreen } from "./ExitScreen";
import { useRead } from "./hooks";
import { Meeting } from "./Meeting";
import { SmallVideo, useClosedWith } from "./PictureInPicture";
import { Prejoin, type Ready } from "./Prejoin";

type Stage =
  | { at: "loading" }
  | { at: "prejoin"; room: RoomForViewer }
  | { at: "meeting"; room: RoomForViewer; visit: RoomVisit }
  | { at: "exit"; exit: Exit; detail: string };

/** Who comes in too late for one meeting of a permanent room comes into the next. */
const ANOTHER_FOLLOWS: ReadonlySet<Exit> = new Set(["ended", "unknown"]);

export function App({ slug, name }: { slug: string; name: string }) {
  const [stage, setStage] = useState<Stage>({ at: "loading" });

  const goOn = useCallback((stage: Stage): void => {
    const next = stage.at === "exit" && ANOTHER_FOLLOWS.has(stage.exit) ? linkToNext() : null;
    if (next !== null) location.replace(next);
    else setStage(stage);
  }, []);
  const refused = useCallback(
    (error: unknown): void => {
      if (!(error instanceof ApiError)) throw error;
      goOn({ at: "exit", exit: exitOfRefusal(error), detail: error.message });
    },
    [goOn],
  );

  const open = useCallback((): (() => void) => {
    let current = true;
    loadRoom(slug).then((next) => current && goOn(next), refused);
    return () => {
      current = false;
    };
  }, [slug, goOn, refused]);
  useEffect(() => open(), [open]);

  switch (stage.at) {
    case "loading":
      return (
        <p className="loading" role="status">
          Opening {name}…
        </p>
      );
    case "prejoin":
      return (
        <Prejoin
          room={stage.room}
          onChanged={open}
          onRefused={refused}
          onReady={(ready) => setStage({ at: "meeting", room: stage.room, visit: visitFor(slug, ready) })}
        />
      );
    case "meeting":
      return <Inside key={stage.visit.self} room={stage.room} visit={stage.visit} onRetry={open} />;
    case "exit":
      return <ExitScreen exit={stage.exit} detail={stage.detail} slug={slug} name={name} onRetry={open} />;
  }
}

function Inside({ room, visit, onRetry }: { room: RoomForViewer; visit: RoomVisit; onRetry: () => void }) {
  const exit = useRead(visit, visit.exit);
  const session = useRead(visit, visit.session);
  useClosedWith(exit);
  const breakout = useRead(visit, visit.breakout);
  const there = visit.joined().room;
  const where = breakout === null ? room : { ...room, ...there, name: `${room.name}: ${breakout.label}` };
  if (exit === null)
    return (
      <>
        <Meeting key={session.self} room={where} session={session} visit={visit} />
        <SmallVideo />
      </>
    );
  return <ExitScreen exit={exit} detail={visit.detail()} slug={room.slug} name={room.name} onRetry={onRetry} />;
}

async function loadRoom(slug: string): Promise<Stage> {
  const room = await api.room(slug);
  takeLink(room);
  if (room.status === "cancelled") return { at: "exit", exit: "cancelled", detail: "" };
  if (room.status === "ended" || room.status === "archived") return { at: "exit", exit: "ended", detail: "" };
  return { at: "prejoin", room };
}

function visitFor(slug: string, { joined, guestName, devices }: Ready): RoomVisit {
  return visitOf(slug, guestName, joined, devices);
}
