/** In the people panel, for host and co-hosts: what they do to everybody at once. */
import { api } from "../../api";
import { type HostChoice, hostChoices } from "../hostChoices";
import type { Session } from "../session";
import { useRead } from "./hooks";
import { Menu } from "./Menu";

interface Props {
  session: Session;
  attempt: (work: Promise<unknown>, done?: string) => void;
}

export function HostMenu({ session, attempt }: Props) {
  const { rights, slug } = session;
  useRead(rights, rights.now);
  const choices = hostChoices(rights.settings, (right) => rights.may(right));
  if (choices.length === 0) return null;
  return (
    <Menu
      label="Host controls"
      className="pl-button"
      items={choices.map(({ label, done, act }) => ({ label, onSelect: () => attempt(run(slug, act), done) }))}
    >
      Host controls
    </Menu>
  );
}

function run(slug: string, act: HostChoice["act"]): Promise<unknown> {
  if ("mute" in act) return api.muteAll(slug, act.mute);
  if ("hands" in act) return api.lowerHands(slug);
  return api.setSwitches(slug, act.switches);
}
