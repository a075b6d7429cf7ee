/** Help in breakout rooms: the button of who is in one, and the calls that hosts see wherever they are. */
import { useEffect, useRef } from "react";
import { callWords, helpCalls, helpState } from "../breakouts/help";
import type { RoomVisit } from "../breakouts/roomVisit";
import { Knocks, ring } from "../knocks";
import { useRead } from "./hooks";
import "./Breakouts.css";

type Attempt = (work: Promise<unknown>, done?: string) => void;

export function AskForHelp({ visit, attempt }: { visit: RoomVisit; attempt: Attempt }) {
  const breakout = useRead(visit, visit.breakout);
  const state = helpState(useRead(visit, visit.view), breakout, visit.self);
  if (breakout === null || state === "none") return null;
  const isAsked = state === "asked";
  return (
    <button
      type="button"
      className="pl-button pl-button--small"
      data-testid="ask-for-help"
      onClick={() => attempt(visit.askForHelp(breakout, !isAsked), isAsked ? "" : "The host is asked to come")}
    >
      {isAsked ? "The host is asked. Take it back" : "Ask for help"}
    </button>
  );
}

/** Focuses the first of these that is there, where what had the focus is gone once the page is drawn. */
function focusWhereLost(...testIds: readonly string[]): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    for (const testId of testIds) {
      document.querySelector<HTMLElement>(`[data-testid="${testId}"]`)?.focus();
      if (document.activeElement !== document.body) return;
    }
  });
}

interface CallsProps {
  visit: RoomVisit;
  sounds: boolean;
  attempt: Attempt;
}

/** Always there, so that screen readers announce a call when it comes. */
export function HelpCalls({ visit, sounds, attempt }: CallsProps) {
  const view = useRead(visit, visit.view);
  const here = useRead(visit, visit.breakout);
  const leads = view.people.some(({ id, leads }) => id === visit.self && leads);
  const calls = leads ? helpCalls(view, here) : [];
  const known = useRef(new Knocks());
  const waiting = calls.map(({ breakout }) => breakout.id).join(" ");
  useEffect(() => {
    const people = waiting === "" ? [] : waiting.split(" ").map((id) => ({ id, status: "waiting" }));
    if (known.current.hear(people) && sounds) void ring();
  }, [waiting, sounds]);
  return (
    <div className="help-calls" role="status" data-shown={calls.length > 0}>
      {calls.map((call) => (
        <p key={call.breakout.id} className="help-call" data-testid="help-call">
          <span className="help-call__words">{callWords(call)}</span>
          <button
            type="button"
            className="pl-button pl-button--small pl-button--primary"
            data-testid="help-go"
            onClick={() => attempt(visit.go(call.breakout).then(() => focusWhereLost("main-room")))}
          >
            Go to {call.breakout.label}
          </button>
          <button
            type="button"
            className="pl-button pl-button--small pl-button--quiet"
            data-testid="help-dismiss"
            aria-label={`Dismiss: ${callWords(call)}`}
            onClick={() =>
              attempt(
                visit
                  .askForHelp(call.breakout, false)
                  .then(() => focusWhereLost("help-dismiss", "breakouts-toggle", "mic-toggle")),
              )
            }
          >
            Dismiss
          </button>
        </p>
      ))}
    </div>
  );
}
