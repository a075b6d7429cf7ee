/** A panel beside the stage, on a small screen over it: one at a time, closed with Escape. */
import { type ReactNode, useEffect, useId, useRef } from "react";
import { Icon } from "./icons";
import { useSheet } from "./useSheet";
import "./Panel.css";

interface Props {
  title: string;
  testId: string;
  onClose: () => void;
  children: ReactNode;
}

export function Panel({ title, testId, onClose, children }: Props) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const sheet = useSheet(onClose);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <aside
      className="panel"
      data-testid={testId}
      aria-labelledby={id}
      data-height={sheet.height}
      style={sheet.style}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <header className="panel__head" {...sheet.handlers}>
        <button
          type="button"
          className="panel__grip"
          data-testid="panel-grip"
          aria-label={sheet.height === "half" ? "Make the panel taller" : "Make the panel lower"}
          onClick={sheet.toggle}
        />
        <h2 id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <button type="button" className="plain" aria-label={`Close ${title.toLowerCase()}`} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </aside>
  );
}
