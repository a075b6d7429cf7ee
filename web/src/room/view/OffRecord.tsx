/** Off the record: the menu in the control bar, and the words that everybody reads while it lasts. */
import type { Participant } from "livekit-client";
import { useEffect } from "react";
import { choicesOf, inForceOf, isOff, noticeOf, OFF_RECORD } from "../offRecord";
import { nameOf } from "../people/person";
import type { Session } from "../session";
import { useRead } from "./hooks";
import { Icon } from "./icons";
import { Menu } from "./Menu";
import "./OffRecord.css";

interface Props {
  session: Session;
  transcriber: Participant | undefined;
}

function useOffRecord({ session, transcriber }: Props) {
  const attribute = transcriber?.attributes[OFF_RECORD];
  const wishes = useRead(session.offRecord, session.offRecord.now);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a wish that was sent meanwhile may be in force already
  useEffect(() => {
    session.offRecord.follow(transcriber === undefined ? null : inForceOf(attribute), session.self);
  }, [session, transcriber, attribute, wishes]);
  return { inForce: inForceOf(attribute), wishes };
}

/** Always there, so that screen readers announce its words when they come. */
export function OffRecordNotice({ people, ...props }: Props & { people: readonly Participant[] }) {
  const { inForce, wishes } = useOffRecord(props);
  const shown = useRead(props.session.names, props.session.names.shown);
  const called = (identity: string): string => {
    const person = people.find((each) => each.identity === identity);
    return shown.get(identity) ?? (person === undefined ? "Somebody" : nameOf(person));
  };
  const words = noticeOf(inForce, wishes, props.session.self, called);
  return (
    <p className="off-record" role="status" data-testid="off-record" data-shown={words !== ""}>
      {words !== "" && <Icon name="off-record" />}
      <span>{words}</span>
    </p>
  );
}

interface MenuProps extends Props {
  moderates: boolean;
  attempt: (work: Promise<unknown>) => void;
}

export function OffRecordMenu({ moderates, attempt, ...props }: MenuProps) {
  const { session } = props;
  const { inForce, wishes } = useOffRecord(props);
  const isActive = inForce.everybody || isOff("me", inForce, session.self) || wishes.size > 0;
  return (
    <Menu
      label="Off record"
      className={isActive ? "control control--off-record" : "control"}
      items={choicesOf(inForce, wishes, session.self, moderates).map(({ scope, off, label }) => ({
        label,
        onSelect: () => attempt(session.offRecord.wish(scope, off)),
      }))}
    >
      <Icon name="off-record" />
      <span className="control__label">Off record</span>
    </Menu>
  );
}
