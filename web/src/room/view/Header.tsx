/** Above the stage: which meeting, who writes it down, whether the connection holds, and the panels. */
import type { Participant } from "livekit-client";
import type { Presence } from "../presence";
import { Icon, type IconName } from "./icons";
import "./Header.css";

export type PanelName = "people" | "chat" | "transcript";

interface Props {
  name: string;
  presence: Presence;
  transcriber: Participant | undefined;
  people: number;
  unread: number;
  panel: PanelName | null;
  onPanel: (panel: PanelName) => void;
}

export function Header({ name, presence, transcriber, people, unread, panel, onPanel }: Props) {
  return (
    <header className="head">
      <h1 className="head__name">{name}</h1>
      <TranscriberBadge transcriber={transcriber} />
      <Connection presence={presence} />
      <nav className="head__panels" aria-label="Panels">
        <PanelToggle panel="people" icon="people" label="People" open={panel} onPanel={onPanel} count={people} />
        <PanelToggle panel="chat" icon="chat" label="Chat" open={panel} onPanel={onPanel} count={unread} urgent />
        <PanelToggle panel="transcript" icon="transcript" label="Transcript" open={panel} onPanel={onPanel} />
      </nav>
    </header>
  );
}

const ENGINES: Readonly<Record<string, string>> = { vosk: "Vosk", whisper: "Whisper" };

/** What the transcriber says of itself in `parley.fault`. */
const FAULTS: Readonly<Record<string, string>> = {
  language: "No captions for this language",
  engine: "Captions are failing",
  database: "Captions are late",
  delayed: "Captions are late",
};

function TranscriberBadge({ transcriber }: { transcriber: Participant | undefined }) {
  const engine = transcriber?.attributes["parley.engine"] ?? "none";
  const language = transcriber?.attributes["parley.language"] ?? "";
  const fault = FAULTS[transcriber?.attributes["parley.fault"] ?? ""];
  const title =
    fault !== undefined
      ? fault
      : engine === "none"
        ? "No transcriber yet"
        : `Transcribing${language && ` (${language})`} with ${ENGINES[engine] ?? engine}`;
  return (
    <span
      className={`pl-badge ${fault !== undefined ? "pl-badge--warn" : engine === "none" ? "" : "pl-badge--accent"}`}
      data-testid="transcriber-badge"
      data-engine={engine}
      data-fault={transcriber?.attributes["parley.fault"] ?? ""}
      data-language={language}
      title={title}
      role="status"
    >
      {fault !== undefined ? (
        fault
      ) : engine === "none" ? (
        <span className="badge-words">No transcriber yet</span>
      ) : (
        <>
          <span className="dot" aria-hidden="true" />
          <span className="badge-words">Transcribing · </span>
          {ENGINES[engine] ?? engine}
        </>
      )}
    </span>
  );
}

const CONNECTION: Readonly<Record<Presence, string>> = {
  connecting: "Connecting…",
  connected: "Connected",
  reconnecting: "Connection lost. Reconnecting…",
  waiting: "Disconnected",
  rejoining: "Reconnecting…",
  blocked: "Sound and video blocked",
  retrying: "Trying again…",
  over: "",
};

function Connection({ presence }: { presence: Presence }) {
  return (
    <span
      className={presence === "connected" ? "pl-visually-hidden" : "pl-badge pl-badge--warn connection"}
      data-testid="connection-state"
      data-state={presence}
      role="status"
    >
      {CONNECTION[presence]}
    </span>
  );
}

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
  const name = count === 0 ? label : `${label}, ${count} ${urgent ? "unread" : "here"}`;
  return (
    <button
      type="button"
      className="tab"
      aria-pressed={open === panel}
      aria-label={name}
      title={label}
      data-testid={`${panel}-toggle`}
      onClick={() => onPanel(panel)}
    >
      <Icon name={icon} />
      <span className="tab__label">{label}</span>
      {count > 0 && (
        <span className="tab__count" data-urgent={urgent} aria-hidden="true">
          {count > 99 ? "99+" : count}
        </span>
      )}
    </button>
  );
}
