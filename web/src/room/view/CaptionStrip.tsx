/** Live captions under the tiles: each segment a line, its interim replaced by the final in place. */
import { useEffect, useReducer, useRef, useState } from "react";
import { Announcer } from "../captions/announcer";
import { type Line, LOW_CONFIDENCE } from "../captions/line";
import type { CaptionStore } from "../captions/store";
import { stripOf } from "../captions/strip";
import type { DisplayNames } from "../people/names";
import type { Size } from "../preferences";
import { useRead } from "./hooks";
import "./CaptionStrip.css";

/** More lines at once could not be read. */
const MAX_LINES = 3;

interface Props {
  captions: CaptionStore;
  names: DisplayNames;
  size: Size;
  hint: string;
}

export function CaptionStrip({ captions, names, size, hint }: Props) {
  useRead(names, names.shown);
  const lines = useRead(captions, captions.lines);
  const colors = captions.colors();
  const [, rerender] = useReducer((count: number) => count + 1, 0);
  const now = Date.now();
  const strip = stripOf(lines, now, MAX_LINES);

  useEffect(() => {
    if (strip.nextChange === null) return undefined;
    const timer = setTimeout(rerender, Math.max(16, strip.nextChange - Date.now()));
    return () => clearTimeout(timer);
  }, [strip.nextChange]);

  return (
    <section className="strip" data-testid="caption-strip" data-size={size} aria-label="Captions">
      {strip.lines.length === 0 && <p className="strip__hint">{hint}</p>}
      {strip.lines.map((line) => (
        <p
          key={line.id}
          className="strip__line"
          data-testid="caption-line"
          data-segment={line.id}
          data-speaker={line.speaker}
          data-final={line.isFinal}
          data-doubtful={isDoubtful(line)}
        >
          <span className="strip__name" data-speaker-color={colors.get(line.speaker)}>
            {names.of(line.speaker, line.name)}
          </span>
          <span className="strip__text">
            <span>{line.text}</span>
          </span>
        </p>
      ))}
    </section>
  );
}

function isDoubtful(line: Line): boolean {
  return line.isFinal && line.confidence !== null && line.confidence < LOW_CONFIDENCE;
}

/** Announces final captions to screen readers. */
export function CaptionAnnouncer({
  captions,
  names,
  self,
}: {
  captions: CaptionStore;
  names: DisplayNames;
  self: string;
}) {
  const announcer = useRef<Announcer>(new Announcer());
  const [spoken, setSpoken] = useState("");
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const announce = (): void => {
      timer = undefined;
      const text = announcer.current.next(Date.now(), (line) => names.of(line.speaker, line.name));
      if (text !== null) setSpoken(text);
      wait();
    };
    const wait = (): void => {
      const due = announcer.current.due();
      if (Number.isFinite(due) || due === Number.NEGATIVE_INFINITY)
        timer ??= setTimeout(announce, Math.max(0, Math.min(due - Date.now(), 10_000)));
    };
    const changed = (): void => {
      announcer.current.add(captions.lines(), self);
      wait();
    };
    const stop = captions.subscribe(changed);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [captions, names, self]);
  return (
    <p className="pl-visually-hidden" aria-live="polite" data-testid="caption-announcer">
      {spoken}
    </p>
  );
}
