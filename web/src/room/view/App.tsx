/** The stages of a visit: loading, pre-join page, meeting, exit page. */
import { useCallback, useEffect, useState } from "react";
import { ApiError, api, type RoomForViewer } from "../../api";
import { type Exit, exitOfRefusal } from "../exits";
import { Session } from "../session";
import { ExitScreen } from "./ExitScreen";
import { useRead } from "./hooks";
import { Meeting } from "./Meeting";
import { Prejoin, type Ready } from "./Prejoin";

type Stage =
  | { at: "loading" }
  | { at: "prejoin"; room: RoomForViewer }
  | { at: "meeting"; room: RoomForViewer; session: Session }
  | { at: "exit"; exit: Exit; detail: string };

export function App({ slug, name }: { slug: string; name: string }) {
  const [stage, setStage] = useState<Stage>({ at: "loading" });

  const refused = useCallback((error: unknown): void => {
    if (!(error instanceof ApiError)) throw error;
    setStage({ at: "exit", exit: exitOfRefusal(error), detail: error.message });
  }, []);

  const open = useCallback((): (() => void) => {
    let current = true;
    loadRoom(slug).then((next) => current && setStage(next), refused);
    return () => {
      current = false;
    };
  }, [slug, refused]);
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
          onReady={(ready) => setStage({ at: "meeting", room: stage.room, session: startSession(slug, ready) })}
        />
      );
    case "meeting":
      return <Inside key={stage.session.self} room={stage.room} session={stage.session} onRetry={open} />;
    case "exit":
      return <ExitScreen exit={stage.exit} detail={stage.detail} slug={slug} name={name} onRetry={open} />;
  }
}

function Inside({ room, session, onRetry }: { room: RoomForViewer; session: Session; onRetry: () => void }) {
  const exit = useRead(session, session.exit);
  if (exit === null) return <Meeting room={room} session={session} />;
  return <ExitScreen exit={exit} detail="" slug={room.slug} name={room.name} onRetry={onRetry} />;
}

async function loadRoom(slug: string): Promise<Stage> {
  const room = await api.room(slug);
  if (room.status === "cancelled") return { at: "exit", exit: "cancelled", detail: "" };
  if (room.status === "ended" || room.status === "archived") return { at: "exit", exit: "ended", detail: "" };
  return { at: "prejoin", room };
}

function startSession(slug: string, { joined, guestName, devices }: Ready): Session {
  const session = new Session(slug, guestName, joined, devices);
  void session.start();
  return session;
}
