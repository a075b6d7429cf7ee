/** The form in which a host or co-host asks a poll. */
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { ApiError, type NewPoll } from "../../api";
import { draftProblem, MOST_OPTION, MOST_OPTIONS, MOST_QUESTION, toAsk } from "../polls/ballot";
import type { Session } from "../session";
import { Icon } from "./icons";

const EMPTY: NewPoll = { question: "", options: ["", ""], kind: "single", is_anonymous: false, results: "live" };

export function PollForm({ session, onDone }: { session: Session; onDone: () => void }) {
  const id = useId();
  const question = useRef<HTMLInputElement>(null);
  const options = useRef<HTMLDivElement>(null);
  const [draft, setDraft] = useState(EMPTY);
  const [problem, setProblem] = useState("");
  const [isSending, setSending] = useState(false);
  useEffect(() => question.current?.focus(), []);
  const change = (changes: Partial<NewPoll>): void => setDraft({ ...draft, ...changes });
  const add = (): void => {
    change({ options: [...draft.options, ""] });
    requestAnimationFrame(() =>
      options.current?.querySelector<HTMLElement>(".ask__option:last-of-type input")?.focus(),
    );
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const missing = draftProblem(draft);
    setProblem(missing);
    if (missing !== "") return;
    setSending(true);
    try {
      await session.polls.ask(toAsk(draft));
      onDone();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
    } finally {
      setSending(false);
    }
  };
  return (
    <form className="ask" aria-labelledby={`${id}-title`} data-testid="poll-form" onSubmit={submit}>
      <h3 id={`${id}-title`}>New poll</h3>
      <div className="pl-field">
        <label className="pl-label" htmlFor={`${id}-question`}>
          Question
        </label>
        <input
          ref={question}
          id={`${id}-question`}
          className="pl-input"
          data-testid="poll-question"
          maxLength={MOST_QUESTION}
          value={draft.question}
          onChange={(event) => change({ question: event.target.value })}
        />
      </div>
      <div className="ask__options" ref={options}>
        {draft.options.map((option, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an option is its place
          <div className="ask__option" key={place}>
            <input
              className="pl-input"
              aria-label={`Option ${place + 1}`}
              placeholder={`Option ${place + 1}`}
              maxLength={MOST_OPTION}
              value={option}
              onChange={(event) => change({ options: draft.options.with(place, event.target.value) })}
            />
            {draft.options.length > 2 && (
              <button
                type="button"
                className="plain"
                aria-label={`Remove option ${place + 1}`}
                onClick={() => change({ options: draft.options.toSpliced(place, 1) })}
              >
                <Icon name="close" />
              </button>
            )}
          </div>
        ))}
        {draft.options.length < MOST_OPTIONS && (
          <button type="button" className="pl-button pl-button--small" onClick={add}>
            Add an option
          </button>
        )}
      </div>
      <label className="ask__switch">
        <input
          type="checkbox"
          checked={draft.kind === "multiple"}
          onChange={(event) => change({ kind: event.target.checked ? "multiple" : "single" })}
        />
        Several options can be chosen
      </label>
      <label className="ask__switch">
        <input
          type="checkbox"
          checked={draft.is_anonymous}
          onChange={(event) => change({ is_anonymous: event.target.checked })}
        />
        Anonymous: nobody stores who chose what
      </label>
      <label className="ask__switch">
        <input
          type="checkbox"
          checked={draft.results === "closed"}
          onChange={(event) => change({ results: event.target.checked ? "closed" : "live" })}
        />
        Show results only once it is closed
      </label>
      {problem !== "" && (
        <p className="pl-error" role="alert">
          {problem}
        </p>
      )}
      <div className="poll__ways">
        <button
          type="submit"
          className="pl-button pl-button--primary pl-button--small"
          data-testid="poll-ask"
          aria-disabled={isSending}
        >
          Ask
        </button>
        <button type="button" className="pl-button pl-button--small" onClick={onDone}>
          Cancel
        </button>
      </div>
    </form>
  );
}
