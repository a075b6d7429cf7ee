/** The words under the faces, as they are spoken: each speaker a line, interim replaced by final in place. */
import { useEffect, useReducer, useRef, useState } from "react";
import { Announcer } from "../captions/announcer";
import { DOUBTFUL, type Line } from "../captions/line";
import type { CaptionStore } from "../captions/store";
import { stripOf } from "../captions/strip";
import type { Names } from "../people/names";
import type { Size } from "../preferences";
import { useRead } from "./hooks";
import "./CaptionStrip.css";

/** Lines at once; more could not be read. */
const ROOM = 3;

interface Props {
  captions: CaptionStore;
  names: Names;
  size: Size;
  hint: string;
}

export function CaptionStrip({ captions, names, size, hint }: Props) {
  useRead(names, names.shown);
  const lines = useRead(captions, captions.lines);
  const colors = captions.colors();
  const [, again] = useReducer((count: number) => count + 1, 0);
  const now = Date.now();
  const strip = stripOf(lines, now, ROOM);

  useEffect(() => {
    if (strip.nextChange === null) return undefined;
    const timer = setTimeout(again, Math.max(16, strip.nextChange - Date.now()));
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
          data-final={line.settled}
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
  return line.settled && line.confidence !== null && line.confidence < DOUBTFUL;
}

/** Reads settled captions to screen readers, never faster than they can speak. */
export function CaptionAnnouncer({ captions, names, self }: { captions: CaptionStore; names: Names; self: string }) {
  const announcer = useRef<Announcer>(new Announcer());
  const [spoken, setSpoken] = useState("");
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const speak = (): void => {
      timer = undefined;
      const text = announcer.current.speak(Date.now(), (line) => names.of(line.speaker, line.name));
      if (text !== null) setSpoken(text);
      wait();
    };
    const wait = (): void => {
      const due = announcer.current.due();
      if (Number.isFinite(due) || due === Number.NEGATIVE_INFINITY)
        timer ??= setTimeout(speak, Math.max(0, Math.min(due - Date.now(), 10_000)));
    };
    const heard = (): void => {
      announcer.current.take(captions.lines(), self);
      wait();
    };
    const stop = captions.subscribe(heard);
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
