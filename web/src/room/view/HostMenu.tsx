/** In the people panel, for host and co-hosts: what they do to everybody at once. */
import { useState } from "react";
import { api } from "../../api";
import { type HostChoice, hostChoices } from "../hostChoices";
import type { Session } from "../session";
import { DoorDialog } from "./DoorDialog";
import { useRead } from "./hooks";
import { Menu } from "./Menu";

interface Props {
  session: Session;
  attempt: (work: Promise<unknown>, done?: string) => void;
}

export function HostMenu({ session, attempt }: Props) {
  const { rights, slug } = session;
  const [settles, setSettles] = useState(false);
  useRead(rights, rights.now);
  const choices = hostChoices(rights.settings, (right) => rights.may(right));
  if (choices.length === 0) return null;
  const items = choices.map(({ label, done, act }) => ({ label, onSelect: () => attempt(run(slug, act), done) }));
  if (rights.may("change_room")) items.push({ label: "Meeting settings…", onSelect: () => setSettles(true) });
  return (
    <>
      <Menu label="Host controls" className="pl-button" items={items}>
        Host controls
      </Menu>
      {settles && (
        <DoorDialog
          slug={slug}
          onClose={() => setSettles(false)}
          onSaved={() => attempt(rights.refresh(), "The settings are saved")}
        />
      )}
    </>
  );
}

function run(slug: string, act: HostChoice["act"]): Promise<unknown> {
  if ("mute" in act) return api.muteAll(slug, act.mute);
  if ("hands" in act) return api.lowerHands(slug);
  return api.setSwitches(slug, act.switches);
}
