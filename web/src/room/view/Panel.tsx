/** A panel beside the stage, on a small screen over it: one at a time, closed with Escape. */
import { type ReactNode, type RefObject, useEffect, useId, useRef } from "react";
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
  const panel = useRef<HTMLElement>(null);
  const sheet = useSheet(onClose);
  useKeptFocus(panel, heading);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <aside
      ref={panel}
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

/**
 * Gives the focus to the heading when what has it inside goes away or cannot be pressed any more, as a button does that was
 * pressed once: the page would have it then, where Escape does not close the panel and Tab begins at its top.
 */
function useKeptFocus(panel: RefObject<HTMLElement | null>, heading: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const place = panel.current;
    if (place === null) return undefined;
    let last: Element | null = null;
    const note = ({ target }: FocusEvent): void => {
      last = target instanceof Element ? target : null;
    };
    // Who leaves by themselves has no focus to be given back. Browsers may say so before they remove what has it, too.
    const leave = (): void => {
      const left = last;
      queueMicrotask(() => {
        if (left !== null && left === last && isUsable(left) && left !== document.activeElement) last = null;
      });
    };
    const look = (): void => {
      if (last === null || isUsable(last)) return;
      const now = document.activeElement;
      if (now === null || now === document.body || now === last) heading.current?.focus({ preventScroll: true });
    };
    const watch = new MutationObserver(look);
    watch.observe(place, { subtree: true, childList: true, attributes: true, attributeFilter: ["disabled"] });
    place.addEventListener("focusin", note);
    place.addEventListener("focusout", leave);
    return () => {
      watch.disconnect();
      place.removeEventListener("focusin", note);
      place.removeEventListener("focusout", leave);
    };
  }, [panel, heading]);
}

function isUsable(each: Element): boolean {
  return each.isConnected && !each.matches(":disabled");
}
