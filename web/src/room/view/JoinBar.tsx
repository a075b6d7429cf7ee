/** What one agrees to by joining, beside the button that does: in reach however much there is above them. */
import { useEffect, useRef } from "react";
import { whereabouts } from "../whereabouts";
import { Icon } from "./icons";
import "./JoinBar.css";

/** `label`: of the button, which submits the form around. */
export function JoinBar({ label, busy }: { label: string; busy: boolean }) {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => keepClearOf(bar.current), []);
  return (
    <div className="joinbar" ref={bar}>
      <p className="joinbar__consent" id="consent">
        <Icon name="captions" />
        <span>
          <strong>This meeting is transcribed.</strong> What you say is written down, shown to everyone in the meeting,
          and turned into minutes. {whereabouts()} By joining you agree.
        </span>
      </p>
      <button
        type="submit"
        className="pl-button pl-button--primary pl-button--large"
        data-testid="prejoin-join"
        aria-describedby="consent"
        disabled={busy}
      >
        {label}
      </button>
    </div>
  );
}

/** The page scrolls what has the focus to above the bar, as high as that is at the time. */
function keepClearOf(bar: HTMLElement | null): (() => void) | undefined {
  if (bar === null) return undefined;
  const { style } = document.documentElement;
  const watch = new ResizeObserver(() => style.setProperty("--join-bar", `${bar.offsetHeight}px`));
  watch.observe(bar);
  return () => {
    watch.disconnect();
    style.removeProperty("--join-bar");
  };
}
