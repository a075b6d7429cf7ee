/** The transcript panel: the meeting so far, following the newest line unless the reader scrolled up. */
import { memo, useCallback, useLayoutEffect, useRef, useState } from "react";
import { type GapNote, noteOf, withGaps } from "../captions/gap";
import { type Line, LOW_CONFIDENCE } from "../captions/line";
import { clock, type Paragraph, paragraphsOf } from "../captions/paragraphs";
import type { CaptionStore } from "../captions/store";
import type { DisplayNames } from "../people/names";
import { useRead } from "./hooks";
import { Icon } from "./icons";
import { Panel } from "./Panel";
import "./TranscriptPanel.css";

/** Closer to the end than this counts as at the end. */
const END_PX = 48;

interface Props {
  captions: CaptionStore;
  names: DisplayNames;
  onClose: () => void;
}

export function TranscriptPanel({ captions, names, onClose }: Props) {
  useRead(names, names.shown);
  const lines = useRead(captions, captions.lines);
  const gaps = useRead(captions, captions.gaps);
  const colors = captions.colors();
  const { scroller, content, atEnd, onScroll, toEnd } = useFollowing();
  return (
    <Panel title="Transcript" testId="transcript-panel" onClose={onClose}>
      <div
        ref={scroller}
        className="panel__scroll transcript"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (axe: scrollable-region-focusable)
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label="What was said"
        onScroll={onScroll}
      >
        <div ref={content}>
          {lines.length === 0 && gaps.length === 0 && (
            <p className="panel__empty">
              Nothing has been said yet. What people say appears here, including what was said before you joined.
            </p>
          )}
          {withGaps(paragraphsOf(lines, gaps), gaps).map((entry) =>
            "gap" in entry ? (
              <Missing
                key={entry.gap.id}
                note={noteOf(
                  entry.gap,
                  entry.gap.speaker && names.of(entry.gap.participant_id ?? "", entry.gap.speaker),
                )}
              />
            ) : (
              <Turn
                key={entry.paragraph.key}
                paragraph={entry.paragraph}
                name={names.of(entry.paragraph.speaker, entry.paragraph.name)}
                color={colors.get(entry.paragraph.speaker)}
                signature={signature(entry.paragraph)}
              />
            ),
          )}
        </div>
      </div>
      {!atEnd && (
        <button type="button" className="pl-button pl-button--small jump" onClick={toEnd}>
          <Icon name="down" />
          Jump to latest
        </button>
      )}
    </Panel>
  );
}

function Missing({ note: { time, text } }: { note: GapNote }) {
  return (
    <p className="missing" data-testid="transcript-gap">
      <span className="missing__time">{time}</span> {text}
    </p>
  );
}

interface TurnProps {
  paragraph: Paragraph;
  name: string;
  color: number | undefined;
  /** Changes whenever the words do. */
  signature: string;
}

const Turn = memo(
  function Turn({ paragraph, name, color }: TurnProps) {
    return (
      <div className="turn">
        <p className="turn__head" aria-hidden="true">
          <span className="turn__name" data-speaker-color={color}>
            {name}
          </span>
          <span className="turn__time">{clock(paragraph.startMs)}</span>
        </p>
        {paragraph.lines.map((line) => (
          <Words key={line.id} line={line} name={name} />
        ))}
      </div>
    );
  },
  (before, after) => before.signature === after.signature && before.color === after.color && before.name === after.name,
);

function Words({ line, name }: { line: Line; name: string }) {
  const doubtful = line.isFinal && line.confidence !== null && line.confidence < LOW_CONFIDENCE;
  return (
    <p
      className="turn__words"
      data-testid="transcript-line"
      data-segment={line.id}
      data-seq={line.seq}
      data-speaker={line.speaker}
      data-final={line.isFinal}
      data-doubtful={doubtful}
      title={clock(line.startMs)}
    >
      <span className="pl-visually-hidden">
        {name}, {clock(line.startMs)}:{" "}
      </span>
      {line.text}
    </p>
  );
}

function signature({ lines }: Paragraph): string {
  return lines.map((line) => `${line.id}${line.revision}${line.isFinal}${line.text}`).join("\n");
}

/**
 * Keeps the end in view until the reader scrolls up, and again once they are back at the end. The content also grows
 * without a new line, when the browser lays out what it had only estimated: growth alone is no scrolling up.
 */
function useFollowing() {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const lastTop = useRef(0);
  const [atEnd, setAtEnd] = useState(true);

  const toEnd = useCallback((): void => {
    const element = scroller.current;
    if (element === null) return;
    following.current = true;
    setAtEnd(true);
    element.scrollTo({ top: element.scrollHeight });
    lastTop.current = element.scrollTop;
  }, []);
  const onScroll = useCallback((): void => {
    const element = scroller.current;
    if (element === null) return;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < END_PX;
    if (isAtEnd) following.current = true;
    else if (element.scrollTop < lastTop.current) following.current = false;
    lastTop.current = element.scrollTop;
    setAtEnd(following.current);
  }, []);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => following.current && toEnd());
    for (const element of [scroller.current, content.current]) if (element !== null) observer.observe(element);
    toEnd();
    return () => observer.disconnect();
  }, [toEnd]);
  return { scroller, content, atEnd, onScroll, toEnd };
}
