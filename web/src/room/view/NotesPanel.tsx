/** The notes of the meeting so far; for somebody who came late, first what they missed. */
import { useEffect, useState } from "react";
import { clock, lasting, latest, type NoteSection, progressOf, sections } from "../notes/outline";
import type { Session } from "../session";
import { useRead } from "./hooks";
import { Panel } from "./Panel";
import "./NotesPanel.css";

interface Props {
  session: Session;
  /** Milliseconds on the meeting's clock when one came, if that was late. */
  missed: number | null;
  /** Why nothing is noted at present, as a sentence; empty while something is. */
  notice: string;
  onClose: () => void;
}

export function NotesPanel({ session, missed, notice, onClose }: Props) {
  const notes = useRead(session.notes, session.notes.notes);
  const problem = useRead(session.notes, session.notes.problem);
  const [catchesUp, catchUp] = useState(missed !== null);
  useEffect(() => {
    session.notes.setOpen(true);
    return () => session.notes.setOpen(false);
  }, [session]);
  const before = catchesUp && missed !== null ? missed : undefined;
  const found = notes === null ? [] : sections(notes, before);
  const words = notes === null ? [] : latest(notes, before);
  return (
    <Panel title="Notes" testId="notes-panel" onClose={onClose}>
      {missed !== null && (
        <fieldset className="notes__which">
          <legend className="pl-visually-hidden">Which notes</legend>
          <button type="button" aria-pressed={catchesUp} onClick={() => catchUp(true)}>
            Before I came
          </button>
          <button type="button" aria-pressed={!catchesUp} onClick={() => catchUp(false)}>
            Everything
          </button>
        </fieldset>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (axe: scrollable-region-focusable) */}
      <section className="panel__scroll notes" aria-label="Notes so far" tabIndex={0}>
        {notice !== "" && <p className="pl-notice pl-notice--warn notes__notice">{notice}</p>}
        <p className="panel__empty" role="status" data-testid="notes-progress">
          {notes === null ? problem || "Loading…" : progressOf(notes)}
        </p>
        {found.map((section) => (
          <Section key={section.title} section={section} />
        ))}
        {words.length > 0 && (
          <section className="notes__section">
            <h3>Not noted yet</h3>
            <ul>
              {words.map((said) => (
                <li key={said.segment_id}>
                  <time className="notes__at">{clock(said.start_ms)}</time>
                  <span className="notes__text">
                    <b>{said.speaker}</b> {said.text}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </section>
      <p className="panel__foot notes__how">
        Made by software from the captions, and may be wrong. The minutes follow when the meeting ends.
      </p>
    </Panel>
  );
}

function Section({ section: { title, lines } }: { section: NoteSection }) {
  return (
    <section className="notes__section" data-testid={`notes-${title.toLowerCase().replace(" ", "-")}`}>
      <h3>{title}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line.id}>
            <time className="notes__at">{clock(line.atMs)}</time>
            <span className="notes__text">
              {line.text}
              {line.more !== "" && <span className="notes__more">{line.more}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface OfferProps {
  missed: number;
  onCatchUp: () => void;
  onDismiss: () => void;
}

/** Over the stage, for somebody who came late. */
export function CatchUpOffer({ missed, onCatchUp, onDismiss }: OfferProps) {
  return (
    <div className="pl-notice catch-up" role="status" data-testid="catch-up">
      <span>The meeting began {lasting(missed)} before you came.</span>
      <span className="catch-up__ways">
        <button type="button" className="pl-button pl-button--small pl-button--primary" onClick={onCatchUp}>
          Catch me up
        </button>
        <button type="button" className="pl-button pl-button--small" onClick={onDismiss}>
          No, thanks
        </button>
      </span>
    </div>
  );
}
