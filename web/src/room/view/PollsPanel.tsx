/** The polls panel: voting, results, and what hosts and co-hosts do with polls. */
import { useEffect, useId, useRef, useState } from "react";
import type { PollView } from "../../api";
import { factsOf, isNewVote, picked, share, takesVote } from "../polls/ballot";
import type { Session } from "../session";
import { useRead } from "./hooks";
import { Panel } from "./Panel";
import { PollForm } from "./PollForm";
import "./PollsPanel.css";

type Attempt = (work: Promise<unknown>, done?: string) => void;

interface Props {
  session: Session;
  moderates: boolean;
  attempt: Attempt;
  onClose: () => void;
}

export function PollsPanel({ session, moderates, attempt, onClose }: Props) {
  const polls = useRead(session.polls, session.polls.polls);
  const [isAsking, setAsking] = useState(false);
  return (
    <Panel title="Polls" testId="polls-panel" onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (axe: scrollable-region-focusable) */}
      <section className="panel__scroll polls" tabIndex={0} aria-label="All polls">
        {isAsking && <PollForm session={session} onDone={() => setAsking(false)} />}
        {polls.length === 0 && !isAsking && (
          <p className="panel__empty">
            No polls yet. {moderates ? "Ask one: its result is in the minutes." : "The host or a co-host can ask one."}
          </p>
        )}
        {polls.toReversed().map((poll) => (
          <Poll key={poll.id} session={session} poll={poll} moderates={moderates} attempt={attempt} />
        ))}
      </section>
      {moderates && !isAsking && (
        <footer className="panel__foot">
          <button type="button" className="pl-button" data-testid="poll-new" onClick={() => setAsking(true)}>
            New poll
          </button>
        </footer>
      )}
    </Panel>
  );
}

interface PollProps {
  session: Session;
  poll: PollView;
  moderates: boolean;
  attempt: Attempt;
}

function Poll({ session, poll, moderates, attempt }: PollProps) {
  const id = useId();
  const [chosen, choose] = useState<readonly number[] | null>(null);
  const places = chosen ?? poll.mine;
  const votes = takesVote(poll);
  const vote = (next: readonly number[], done: string): void => {
    attempt(
      session.polls.vote(poll.id, next).then(() => choose(null)),
      done,
    );
  };
  return (
    <article className="poll" aria-labelledby={id} data-testid="poll" data-open={poll.is_open}>
      <h3 id={id} className="poll__question">
        {poll.question}
      </h3>
      <p className="poll__facts">{factsOf(poll)}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          vote(places, "Your vote is counted");
        }}
      >
        <fieldset className="poll__choices">
          <legend className="pl-visually-hidden">Options of “{poll.question}”</legend>
          {poll.choices.map((choice, place) => (
            <Option
              // biome-ignore lint/suspicious/noArrayIndexKey: options never change their places
              key={place}
              poll={poll}
              choice={choice}
              name={id}
              isPicked={places.includes(place)}
              onPick={votes ? () => choose(picked(poll, places, place)) : null}
            />
          ))}
        </fieldset>
        {votes && poll.is_anonymous && (
          <p className="pl-hint">Nobody stores what you choose, so your vote cannot be changed.</p>
        )}
        {poll.is_open && poll.results === "closed" && <p className="pl-hint">Results are shown once it is closed.</p>}
        {poll.is_open && !votes && <p className="pl-hint">Your vote is counted.</p>}
        <div className="poll__ways">
          {votes && (
            <button
              type="submit"
              className="pl-button pl-button--primary pl-button--small"
              data-testid="poll-vote"
              disabled={!isNewVote(poll, places)}
            >
              {poll.has_voted ? "Change my vote" : "Vote"}
            </button>
          )}
          {votes && poll.has_voted && (
            <button
              type="button"
              className="pl-button pl-button--small"
              onClick={() => vote([], "Your vote is taken back")}
            >
              Take back
            </button>
          )}
          {moderates && <Moderation session={session} poll={poll} attempt={attempt} />}
        </div>
      </form>
    </article>
  );
}

interface OptionProps {
  poll: PollView;
  choice: PollView["choices"][number];
  name: string;
  isPicked: boolean;
  /** Null where one cannot vote. */
  onPick: (() => void) | null;
}

function Option({ poll, choice, name, isPicked, onPick }: OptionProps) {
  const percent = share(poll, choice.votes ?? 0);
  const words = (
    <>
      <span className="poll__text">{choice.text}</span>
      {choice.votes !== null && (
        <span className="poll__votes">
          {choice.votes} {choice.votes === 1 ? "vote" : "votes"}, {percent} %
        </span>
      )}
    </>
  );
  return (
    <div className="poll__choice" data-picked={isPicked}>
      {onPick === null ? (
        <p className="poll__label">
          {words}
          {isPicked && <span className="pl-visually-hidden"> (your vote)</span>}
        </p>
      ) : (
        <label className="poll__label">
          <input
            type={poll.kind === "single" ? "radio" : "checkbox"}
            name={name}
            checked={isPicked}
            onChange={onPick}
          />
          {words}
        </label>
      )}
      {choice.votes !== null && <progress className="poll__bar" max={100} value={percent} aria-hidden="true" />}
      {choice.voters.length > 0 && <p className="poll__names">{choice.voters.join(", ")}</p>}
    </div>
  );
}

function Moderation({ session, poll, attempt }: Omit<PollProps, "moderates">) {
  const [isSure, setSure] = useState(false);
  const sure = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isSure) sure.current?.focus();
  }, [isSure]);
  return (
    <>
      {poll.is_open && (
        <button
          type="button"
          className="pl-button pl-button--small"
          data-testid="poll-close"
          onClick={() => attempt(session.polls.close(poll.id), "The poll is closed")}
        >
          Close poll
        </button>
      )}
      <button
        ref={sure}
        type="button"
        className={`pl-button pl-button--small ${isSure ? "pl-button--danger" : ""}`}
        onClick={() => (isSure ? attempt(session.polls.remove(poll.id), "The poll is deleted") : setSure(true))}
        onBlur={() => setSure(false)}
      >
        {isSure ? "Delete with all votes" : "Delete"}
      </button>
    </>
  );
}
