/** Where one is and for how long, and the way back to the main room; empty outside of breakouts. */
import { type ReactNode, useEffect, useReducer } from "react";
import { serverNow } from "../../serverClock";
import { timeLeft } from "../breakouts/groups";
import type { RoomVisit } from "../breakouts/roomVisit";
import { useRead } from "./hooks";
import "./Breakouts.css";

/** Always there, so that screen readers announce its words when they come. */
export function BreakoutBar({ visit, children }: { visit: RoomVisit; children: ReactNode }) {
  const breakout = useRead(visit, visit.breakout);
  const way = useRead(visit, visit.way);
  const isShown = way !== "" || breakout !== null;
  return (
    <div className="breakout-bar" data-testid="breakout-bar" data-shown={isShown}>
      <p role="status">{way || (breakout === null ? "" : `You are in ${breakout.label}.`)}</p>
      {breakout !== null && <TimeLeft closesAt={breakout.closes_at} />}
      {breakout !== null && way === "" && children}
      {breakout !== null && way === "" && (
        <button
          type="button"
          className="pl-button pl-button--small"
          data-testid="main-room"
          onClick={() => void visit.goBack()}
        >
          Back to the main room
        </button>
      )}
    </div>
  );
}

function TimeLeft({ closesAt }: { closesAt: string | null }) {
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (closesAt === null) return undefined;
    const timer = setInterval(again, 1_000);
    return () => clearInterval(timer);
  }, [closesAt]);
  const words = timeLeft(closesAt, serverNow());
  return words === "" ? null : <span className="breakout-bar__time">{words}</span>;
}
