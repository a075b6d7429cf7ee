/** Reactions over the stage, and the button that sends one. */
import { api } from "../../api";
import { EMOJI, type Emoji } from "../reactions/store";
import type { Session } from "../session";
import { useRead } from "./hooks";
import { Icon } from "./icons";
import { Menu } from "./Menu";
import "./Reactions.css";

export function Reactions({ session }: { session: Session }) {
  const shown = useRead(session.reactions, session.reactions.shown);
  const name = (by: string): string => (by === session.self ? "You" : session.names.of(by, "Somebody"));
  const last = shown.at(-1);
  return (
    <>
      <div className="reactions" aria-hidden="true" data-testid="reactions">
        {shown.map(({ id, emoji, by }) => (
          <span key={id} className="reaction">
            <span className="reaction__emoji">{emoji}</span>
            <span className="reaction__name">{name(by)}</span>
          </span>
        ))}
      </div>
      <p className="pl-visually-hidden" role="status">
        {last === undefined ? "" : `${name(last.by)}: ${EMOJI[last.emoji]}`}
      </p>
    </>
  );
}

interface ControlProps {
  session: Session;
  attempt: (work: Promise<unknown>) => void;
}

export function ReactionControl({ session, attempt }: ControlProps) {
  useRead(session.rights, session.rights.now);
  if (!session.rights.may("react")) return null;
  return (
    <Menu
      label="React"
      className="control"
      items={(Object.keys(EMOJI) as Emoji[]).map((emoji) => ({
        label: `${emoji} ${EMOJI[emoji]}`,
        onSelect: () => attempt(api.react(session.slug, emoji)),
      }))}
    >
      <Icon name="react" />
      <span className="control__label">React</span>
    </Menu>
  );
}
