/** The chat panel; the server keeps the messages, also for people who join late. */
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { ApiError, type ChatMessage } from "../../api";
import { quotation } from "../chat/quotation";
import type { Session } from "../session";
import { Message, writerOf } from "./ChatMessage";
import { useRead } from "./hooks";
import { Icon } from "./icons";
import { Panel } from "./Panel";
import "./ChatPanel.css";

const MAX_LENGTH = 4000;

interface Props {
  session: Session;
  attempt: (work: Promise<unknown>) => void;
  onClose: () => void;
}

export function ChatPanel({ session, attempt, onClose }: Props) {
  const messages = useRead(session.chat, session.chat.messages);
  const [replyTo, setReplyTo] = useState<string | null>(null);
  const known = new Map(messages.map((message) => [message.id, message]));
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
            session={session}
            message={message}
            asked={known.get(message.reply_to ?? "")}
            follows={message.reply_to === null && follows(messages[n - 1], message)}
            onReply={({ id }) => setReplyTo(id)}
            attempt={attempt}
          />
        ))}
      </div>
      {session.rights.may("chat") ? (
        <Composer session={session} asked={known.get(replyTo ?? "")} onReplied={() => setReplyTo(null)} />
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

interface ComposerProps {
  session: Session;
  /** The message that is answered. */
  asked: ChatMessage | undefined;
  onReplied: () => void;
}

function Composer({ session, asked, onReplied }: ComposerProps) {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState("");
  const input = useRef<HTMLTextAreaElement>(null);
  const replyTo = asked?.id ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, and again for each message that is answered
  useEffect(() => {
    input.current?.focus({ preventScroll: true });
  }, [replyTo]);

  const send = async (): Promise<void> => {
    const message = text.trim();
    if (message === "") return;
    setText("");
    setProblem("");
    try {
      await session.sendMessage(message, replyTo);
      onReplied();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setText(message);
      setProblem(`Not sent. ${error.message}`);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && asked !== undefined) {
      event.stopPropagation();
      onReplied();
    }
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
      {asked !== undefined && (
        <div className="composer__answered" data-testid="chat-answered">
          <span>
            Reply to <b>{writerOf(session, asked)}</b>: {quotation(asked.text)}
          </span>
          <button type="button" className="plain" aria-label="Do not reply to it" onClick={onReplied}>
            <Icon name="close" />
          </button>
        </div>
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
