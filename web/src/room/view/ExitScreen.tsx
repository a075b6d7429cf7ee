/** The exit page: what happened, and what to do next. */
import { type ReactNode, useEffect, useRef } from "react";
import { EXIT_TEXTS, type Exit } from "../exits";
import "./ExitScreen.css";

/** Long enough to read what happened before the page changes. */
const REDIRECT_MS = 2_500;

interface Props {
  exit: Exit;
  detail: string;
  slug: string;
  name: string;
  onRetry: () => void;
}

export function ExitScreen({ exit, detail, slug, name, onRetry }: Props) {
  const { title, text, actions } = EXIT_TEXTS[exit];
  const minutes = `/m/${encodeURIComponent(slug)}`;
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    if (title !== "") heading.current?.focus();
  }, [title]);
  useEffect(() => {
    if (exit !== "ended" && exit !== "missed") return undefined;
    const timer = setTimeout(() => location.replace(minutes), REDIRECT_MS);
    return () => clearTimeout(timer);
  }, [exit, minutes]);

  const links: Record<(typeof actions)[number], (primary: boolean) => ReactNode> = {
    rejoin: (primary) => (
      <button key="rejoin" type="button" className={button(primary)} onClick={onRetry}>
        Join again
      </button>
    ),
    retry: (primary) => (
      <button key="retry" type="button" className={button(primary)} onClick={onRetry}>
        Try again
      </button>
    ),
    minutes: (primary) => (
      <a key="minutes" className={button(primary)} href={minutes}>
        Open the minutes
      </a>
    ),
    "sign-in": (primary) => (
      <a key="sign-in" className={button(primary)} href={`/signin?next=${encodeURIComponent(`/r/${slug}`)}`}>
        Sign in
      </a>
    ),
    home: (primary) => (
      <a key="home" className={button(primary)} href="/">
        Home
      </a>
    ),
  };

  return (
    <main className="exit" data-testid="exit" data-exit={exit}>
      <p className="exit__room">{name}</p>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <p role="status">{exit === "refused" ? detail : text}</p>
      <div className="exit__actions">{actions.map((action, n) => links[action](n === 0))}</div>
    </main>
  );
}

function button(primary: boolean): string {
  return primary ? "pl-button pl-button--primary" : "pl-button";
}
