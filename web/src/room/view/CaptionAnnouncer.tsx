/** Announces final captions to screen readers, politely and not too often. */
import { useEffect, useState } from "react";
import { Announcer } from "../captions/announcer";
import type { CaptionStore } from "../captions/store";
import type { DisplayNames } from "../people/names";

interface Props {
  captions: CaptionStore;
  names: DisplayNames;
  self: string;
  /** At most; more than 0. */
  perMinute: number;
}

export function CaptionAnnouncer({ captions, names, self, perMinute }: Props) {
  const [spoken, setSpoken] = useState("");
  useEffect(() => {
    const announcer = new Announcer(perMinute);
    announcer.skip(captions.lines());
    let timer: ReturnType<typeof setTimeout> | undefined;
    const announce = (): void => {
      timer = undefined;
      const text = announcer.next(Date.now(), (line) => names.of(line.speaker, line.name));
      if (text !== null) setSpoken(text);
      wait();
    };
    const wait = (): void => {
      const due = announcer.due();
      if (due === Number.POSITIVE_INFINITY) return;
      timer ??= setTimeout(announce, Math.max(0, due - Date.now()));
    };
    const stop = captions.subscribe(() => {
      announcer.add(captions.lines(), self);
      wait();
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [captions, names, self, perMinute]);
  return (
    <p className="pl-visually-hidden" aria-live="polite" data-testid="caption-announcer">
      {spoken}
    </p>
  );
}
