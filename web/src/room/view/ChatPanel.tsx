/** The chat panel; the server keeps the messages, also for people who join late. */
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { ApiError, type ChatMessage } from "../../api";
import { piecesOf } from "../chat/links";
import type { Session } from "../session";
import { useRead } from "./hooks";
import { Icon } from "./icons";
import { Panel } from "./Panel";
import "./ChatPanel.css";

const MAX_LENGTH = 4000;

export function ChatPanel({ session, onClose }: { session: Session; onClose: () => void }) {
  const messages = useRead(session.chat, session.chat.messages);
  useRead(session.names, session.names.shown);
  useRead(session.rights, session.rights.now);
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    session.chat.setOpen(true);
    return () => session.chat.setOpen(false);
  }, [session]);
  const last = messages.at(-1)?.id;
  useLayoutEffect(() => {
    if (last !== undefined) scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, [last]);
  return (
    <Panel title="Chat" testId="chat-panel" onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (axe: scrollable-region-focusable) */}
      <div ref={scroller} className="panel__scroll chat" role="log" aria-label="Messages" tabIndex={0}>
        {messages.length === 0 && (
          <p className="panel__empty">
            No messages yet. Everyone in the meeting can read messages here, also after it.
          </p>
        )}
        {messages.map((message, n) => (
          <Message
            key={message.id}
            message={message}
            name={session.names.of(message.participant_id ?? "", message.name)}
            own={message.participant_id === session.self}
            follows={follows(messages[n - 1], message)}
          />
        ))}
      </div>
      {session.rights.may("chat") ? (
        <Composer session={session} />
      ) : (
        <p className="panel__empty">The host has turned the chat off.</p>
      )}
    </Panel>
  );
}

/** Another message of the same person within two minutes: the name is shown once. */
function follows(before: ChatMessage | undefined, message: ChatMessage): boolean {
  if (before === undefined || before.participant_id !== message.participant_id || before.name !== message.name)
    return false;
  return Date.parse(message.sent_at) - Date.parse(before.sent_at) < 120_000;
}

const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

interface MessageProps {
  message: ChatMessage;
  name: string;
  own: boolean;
  follows: boolean;
}

function Message({ message, name, own, follows: isContinued }: MessageProps) {
  return (
    <article className="message" data-testid="chat-message" data-own={own} data-follows={isContinued}>
      <p className={isContinued ? "pl-visually-hidden" : "message__head"}>
        <span className="message__name">{own ? "You" : name}</span>{" "}
        <time dateTime={message.sent_at}>{TIME.format(new Date(message.sent_at))}</time>
      </p>
      <p className="message__text">
        {piecesOf(message.text).map(({ text, href }, n) =>
          href === null ? (
            text
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a message never changes
            <a key={n} href={href} target="_blank" rel="noopener noreferrer nofollow">
              {text}
            </a>
          ),
        )}
      </p>
    </article>
  );
}

function Composer({ session }: { session: Session }) {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState("");
  const input = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    input.current?.focus({ preventScroll: true });
  }, []);

  const send = async (): Promise<void> => {
    const message = text.trim();
    if (message === "") return;
    setText("");
    setProblem("");
    try {
      await session.sendMessage(message);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setText(message);
      setProblem(`Not sent. ${error.message}`);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {problem !== "" && (
        <p className="pl-error" role="alert">
          {problem}
        </p>
      )}
      <div className="composer__row">
        <textarea
          ref={input}
          className="pl-input"
          data-testid="chat-input"
          aria-label="Message to everyone"
          placeholder="Message to everyone"
          rows={1}
          maxLength={MAX_LENGTH}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button
          type="submit"
          className="pl-button pl-button--primary"
          data-testid="chat-send"
          aria-label="Send"
          disabled={text.trim() === ""}
        >
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}
