/** One message of the chat: what it answers, its words with links, reactions, and the menu to answer or react. */
import type { ChatMessage } from "../../api";
import { piecesOf } from "../chat/links";
import { quotation } from "../chat/quotation";
import { EMOJI, type Emoji } from "../reactions/store";
import type { Session } from "../session";
import { Icon } from "./icons";
import { Menu } from "./Menu";
import "./ChatMessage.css";

const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

interface Props {
  session: Session;
  message: ChatMessage;
  /** What it answers. */
  asked: ChatMessage | undefined;
  /** Another one of the same person, soon after: the name is shown once. */
  follows: boolean;
  onReply: (message: ChatMessage) => void;
  attempt: (work: Promise<unknown>) => void;
}

export function writerOf(session: Session, message: ChatMessage): string {
  return message.participant_id === session.self ? "You" : session.names.of(message.participant_id ?? "", message.name);
}

export function Message({ session, message, asked, follows, onReply, attempt }: Props) {
  const name = writerOf(session, message);
  const react = (emoji: Emoji): void => {
    const own = message.reactions.some((each) => each.emoji === emoji && each.by.includes(session.self));
    attempt(session.reactToMessage(message.id, emoji, !own));
  };
  return (
    <article
      className="message"
      id={`message-${message.id}`}
      tabIndex={-1}
      data-testid="chat-message"
      data-own={message.participant_id === session.self}
      data-follows={follows}
    >
      <p className={follows ? "pl-visually-hidden" : "message__head"}>
        <span className="message__name">{name}</span>{" "}
        <time dateTime={message.sent_at}>{TIME.format(new Date(message.sent_at))}</time>
      </p>
      {asked !== undefined && (
        <button
          type="button"
          className="message__quoted"
          data-testid="chat-quoted"
          onClick={() => show(`message-${asked.id}`)}
        >
          <span className="pl-visually-hidden">In reply to </span>
          <b>{writerOf(session, asked)}</b> {quotation(asked.text)}
        </button>
      )}
      <div className="message__row">
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
        <Answers session={session} message={message} name={name} onReply={onReply} react={react} />
      </div>
      <Reactions session={session} message={message} react={react} />
    </article>
  );
}

interface AnswersProps extends Pick<Props, "session" | "message" | "onReply"> {
  name: string;
  react: (emoji: Emoji) => void;
}

function Answers({ session, message, name, onReply, react }: AnswersProps) {
  const items = [
    ...(session.rights.may("chat") ? [{ label: "Reply", onSelect: () => onReply(message) }] : []),
    ...(session.rights.may("react")
      ? (Object.keys(EMOJI) as Emoji[]).map((emoji) => ({
          label: `${emoji} ${EMOJI[emoji]}`,
          onSelect: () => react(emoji),
        }))
      : []),
  ];
  if (items.length === 0) return null;
  return (
    <Menu label={`Reply or react to ${name}: ${quotation(message.text)}`} className="message__more" items={items}>
      <Icon name="react" />
    </Menu>
  );
}

function Reactions({ session, message, react }: Pick<AnswersProps, "session" | "message" | "react">) {
  if (message.reactions.length === 0) return null;
  return (
    <p className="message__reactions">
      {message.reactions.map(({ emoji, by }) => {
        const names = by.map((who) => (who === session.self ? "you" : session.names.of(who, "somebody"))).join(", ");
        return (
          <button
            key={emoji}
            type="button"
            className="message__reaction"
            data-testid="chat-reaction"
            aria-label={`${emoji} ${by.length} ${EMOJI[emoji]}: ${names}`}
            aria-pressed={by.includes(session.self)}
            title={`${EMOJI[emoji]}: ${names}`}
            disabled={!session.rights.may("react")}
            onClick={() => react(emoji)}
          >
            {emoji} {by.length}
          </button>
        );
      })}
    </p>
  );
}

/** Brings a message into view and tells assistive technology of it. */
function show(id: string): void {
  const message = document.getElementById(id);
  message?.scrollIntoView({ block: "center" });
  message?.focus({ preventScroll: true });
}
