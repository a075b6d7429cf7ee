/** Above the stage: the meeting's name, the transcriber's state, the connection's state, and the panels' buttons. */
import type { Participant } from "livekit-client";
import type { ReactNode } from "react";
import type { Presence } from "../presence";
import { useOnline } from "./hooks";
import { Icon, type IconName } from "./icons";
import "./Header.css";

export type PanelName = "people" | "chat" | "transcript" | "notes" | "polls" | "breakouts";

interface Props {
  name: string;
  presence: Presence;
  transcriber: Participant | undefined;
  /** No transcriber has come, though there was time for it. */
  isUntranscribed: boolean;
  people: number;
  unread: number;
  /** Polls that wait for one's vote. */
  unvoted: number;
  /** Breakout rooms that are open; null where there is nothing to see of them. */
  breakouts: number | null;
  panel: PanelName | null;
  onPanel: (panel: PanelName) => void;
  /** Between the name and the transcriber's state. */
  children?: ReactNode;
}

export function Header({
  name,
  presence,
  transcriber,
  isUntranscribed,
  people,
  unread,
  unvoted,
  breakouts,
  panel,
  onPanel,
  children,
}: Props) {
  return (
    <header className="head">
      <div className="head__about">
        <h1 className="head__name">{name}</h1>
        {children}
        <TranscriberBadge transcriber={transcriber} isUntranscribed={isUntranscribed} />
        <Connection presence={presence} />
      </div>
      <nav className="head__panels" aria-label="Panels">
        <PanelToggle panel="people" icon="people" label="People" open={panel} onPanel={onPanel} count={people} />
        <PanelToggle panel="chat" icon="chat" label="Chat" open={panel} onPanel={onPanel} count={unread} urgent />
        <PanelToggle panel="polls" icon="poll" label="Polls" open={panel} onPanel={onPanel} count={unvoted} urgent />
        {breakouts !== null && (
          <PanelToggle
            panel="breakouts"
            icon="breakouts"
            label="Breakouts"
            open={panel}
            onPanel={onPanel}
            count={breakouts}
          />
        )}
        <PanelToggle panel="transcript" icon="transcript" label="Transcript" open={panel} onPanel={onPanel} />
        <PanelToggle panel="notes" icon="notes" label="Notes" open={panel} onPanel={onPanel} />
      </nav>
    </header>
  );
}

const ENGINES: Readonly<Record<string, string>> = { vosk: "Vosk", whisper: "Whisper" };

interface BadgeWords {
  words: string;
  /** Follows the words where there is room. */
  more?: string;
  title: string;
}

/** By the transcriber's attribute `parley.fault`. */
export const FAULTS: Readonly<Record<string, BadgeWords>> = {
  language: {
    words: "No captions",
    more: " for this language",
    title: "This server cannot transcribe the meeting’s language",
  },
  engine: { words: "Captions are failing", title: "Some words are missing from the captions and the transcript" },
  database: {
    words: "Captions not saved",
    more: " yet",
    title: "Captions go on, and are saved as soon as the server can",
  },
  encrypted: {
    words: "Not everybody captioned",
    title: "Somebody’s sound is end-to-end encrypted: it is missing from captions, transcript and minutes",
  },
  network: {
    words: "Somebody’s connection is lost",
    title: "Somebody’s connection is lost: what they say now is missing from captions, transcript and minutes",
  },
  delayed: { words: "Captions are late", title: "Captions are late, because the server is busy" },
};

export const UNTRANSCRIBED =
  "No transcriber is free. Captions begin as soon as one is; until then nothing is written down.";

/** `lag`: `parley.lag`, seconds or empty. */
export function badgeWords(
  engine: string,
  language: string,
  fault: string,
  lag: string,
  isUntranscribed = false,
): BadgeWords {
  if (isUntranscribed) return { words: "Not transcribed", more: " yet", title: UNTRANSCRIBED };
  const known = FAULTS[fault];
  if (fault === "delayed" && /^\d+$/.test(lag)) {
    return {
      words: "Captions are late",
      more: ` by about ${lag} s`,
      title: `Captions are about ${lag} seconds late, because the server is busy`,
    };
  }
  if (known !== undefined) return known;
  if (engine === "none") return { words: "No captions yet", title: "Captions have not started yet" };
  return {
    words: "Transcribing",
    title: `Transcribed${language && ` (${language})`} with ${ENGINES[engine] ?? engine}`,
  };
}

type BadgeProps = Pick<Props, "transcriber" | "isUntranscribed">;

function TranscriberBadge({ transcriber, isUntranscribed }: BadgeProps) {
  const engine = transcriber?.attributes["parley.engine"] ?? "none";
  const language = transcriber?.attributes["parley.language"] ?? "";
  const fault = transcriber?.attributes["parley.fault"] ?? "";
  const lag = transcriber?.attributes["parley.lag"] ?? "";
  const { words, more, title } = badgeWords(engine, language, fault, lag, isUntranscribed);
  const warns = isUntranscribed || Object.hasOwn(FAULTS, fault);
  const works = !warns && engine !== "none";
  return (
    <span
      className={`pl-badge transcriber ${warns ? "pl-badge--warn" : works ? "pl-badge--accent" : ""}`}
      data-testid="transcriber-badge"
      data-engine={engine}
      data-fault={fault}
      data-language={language}
      title={title}
      role="status"
    >
      {works && <span className="dot" aria-hidden="true" />}
      <span className="transcriber__words">
        {words}
        {more !== undefined && <span className="transcriber__more">{more}</span>}
      </span>
      {warns && <span className="pl-visually-hidden">. {title}</span>}
    </span>
  );
}

const CONNECTION: Readonly<Record<Presence, string>> = {
  connecting: "Connecting…",
  connected: "Connected",
  reconnecting: "Reconnecting…",
  waiting: "Not connected",
  rejoining: "Reconnecting…",
  blocked: "Sound and video blocked",
  retrying: "Trying again…",
  over: "",
};

function Connection({ presence }: { presence: Presence }) {
  const online = useOnline();
  const isLost = presence !== "connected" && presence !== "over";
  return (
    <span
      className={presence === "connected" ? "pl-visually-hidden" : "pl-badge pl-badge--warn connection"}
      data-testid="connection-state"
      data-state={presence}
      role="status"
    >
      {isLost && !online ? "You are offline" : CONNECTION[presence]}
    </span>
  );
}

/** What a panel's number counts, where it is not people or messages. */
const COUNTED: Partial<Record<PanelName, string>> = { polls: "to vote in", breakouts: "open" };

interface PanelToggleProps {
  panel: PanelName;
  icon: IconName;
  label: string;
  open: PanelName | null;
  onPanel: (panel: PanelName) => void;
  count?: number;
  urgent?: boolean;
}

function PanelToggle({ panel, icon, label, open, onPanel, count = 0, urgent = false }: PanelToggleProps) {
  const name = count === 0 ? label : `${label}, ${count} ${COUNTED[panel] ?? (urgent ? "unread" : "here")}`;
  return (
    <button
      type="button"
      className="tab"
      aria-pressed={open === panel}
      title={label}
      data-testid={`${panel}-toggle`}
      onClick={() => onPanel(panel)}
    >
      <Icon name={icon} />
      <span className="pl-visually-hidden">{name}</span>
      <span className="tab__label" aria-hidden="true">
        {label}
      </span>
      {count > 0 && (
        <span className="tab__count" data-urgent={urgent} aria-hidden="true">
          {count > 99 ? "99+" : count}
        </span>
      )}
    </button>
  );
}
