/** What was said so far, following the newest line unless the reader scrolled up. */
import { memo, useRef } from "react";
import { noteOf } from "../captions/gap";
import type { Line } from "../captions/line";
import { clock, type Paragraph } from "../captions/paragraphs";
import { type Section, Sections } from "../captions/sections";
import type { CaptionStore } from "../captions/store";
import type { DisplayNames } from "../people/names";
import { CaptionText } from "./CaptionText";
import { useFollowing } from "./following";
import { useRead } from "./hooks";
import { Icon } from "./icons";
import "./Transcript.css";

type Names = ReadonlyMap<string, string>;

interface Props {
  captions: CaptionStore;
  names: DisplayNames;
  /** Why nothing is added now; empty while it is. */
  notice: string;
}

export function Transcript({ captions, names, notice }: Props) {
  const shown = useRead(names, names.shown);
  const lines = useRead(captions, captions.lines);
  const gaps = useRead(captions, captions.gaps);
  const colors = captions.colors();
  const sections = useRef(new Sections());
  const { scroller, content, atEnd, onScroll, toEnd } = useFollowing();
  return (
    <>
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
          {lines.length === 0 && gaps.length === 0 && notice === "" && (
            <p className="panel__empty">
              Nothing has been said yet. What people say appears here, including what was said before you joined.
            </p>
          )}
          {sections.current.of(lines, gaps).map((section, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: sections are only appended; an entry's key is its segment's id
            <Entries key={n} section={section} names={shown} colors={colors} />
          ))}
          {notice !== "" && (
            <p className="pl-gap" data-testid="transcript-notice">
              {notice}
            </p>
          )}
        </div>
      </div>
      <p className="transcript__legend" aria-hidden="true">
        <span className="doubtful">Underlined</span>: not heard clearly
      </p>
      {!atEnd && (
        <button type="button" className="pl-button pl-button--small jump" onClick={toEnd}>
          <Icon name="down" />
          Jump to latest
        </button>
      )}
    </>
  );
}

interface EntriesProps {
  section: Section;
  names: Names;
  colors: ReadonlyMap<string, number>;
}

const Entries = memo(function Entries({ section, names, colors }: EntriesProps) {
  return (
    <div className="transcript__section">
      {section.map((entry) => {
        if ("gap" in entry) {
          const { gap } = entry;
          const speaker = gap.speaker && (names.get(gap.participant_id ?? "") ?? gap.speaker);
          const { time, text } = noteOf(gap, speaker);
          return (
            <p key={gap.id} className="pl-gap" data-testid="transcript-gap">
              <span className="pl-gap__time">{time}</span> {text}
            </p>
          );
        }
        const { key, speaker, name } = entry.paragraph;
        return (
          <Turn key={key} paragraph={entry.paragraph} name={names.get(speaker) ?? name} color={colors.get(speaker)} />
        );
      })}
    </div>
  );
});

interface TurnProps {
  paragraph: Paragraph;
  name: string;
  color: number | undefined;
}

const Turn = memo(function Turn({ paragraph, name, color }: TurnProps) {
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
});

const Words = memo(function Words({ line, name }: { line: Line; name: string }) {
  return (
    <p
      className="turn__words"
      data-testid="transcript-line"
      data-segment={line.id}
      data-seq={line.seq}
      data-speaker={line.speaker}
      data-final={line.isFinal}
      title={clock(line.startMs)}
    >
      <span className="pl-visually-hidden">
        {name}, {clock(line.startMs)}:{" "}
      </span>
      <CaptionText line={line} />
    </p>
  );
});
