/** In the people panel, for host and co-hosts: what they do to everybody at once, and to the meeting's doors. */
import { useEffect, useState } from "react";
import { api } from "../../api";
import { oneAtATime } from "../../oneAtATime";
import { watchChanges } from "../events";
import { type Doors, type HostChoice, hostChoices } from "../hostChoices";
import type { Session } from "../session";
import { DoorDialog } from "./DoorDialog";
import { useRead } from "./hooks";
import { Menu } from "./Menu";

interface Props {
  /** The main meeting's slug. */
  door: string;
  session: Session;
  attempt: (work: Promise<unknown>, done?: string) => void;
}

export function HostMenu({ door, session, attempt }: Props) {
  const { rights, slug } = session;
  const [settles, setSettles] = useState(false);
  useRead(rights, rights.now);
  const inBreakout = slug !== door;
  const elsewhere = useDoors(door, inBreakout);
  const choices = hostChoices({ room: rights.settings, doors: inBreakout ? elsewhere : rights, inBreakout }, (right) =>
    rights.may(right),
  );
  if (choices.length === 0) return null;
  const items = choices.map(({ label, done, act }) => ({ label, onSelect: () => attempt(run(slug, door, act), done) }));
  if (rights.may("change_room")) items.push({ label: "Meeting settings…", onSelect: () => setSettles(true) });
  return (
    <>
      <Menu label="Host controls" className="pl-button" items={items}>
        Host controls
      </Menu>
      {settles && (
        <DoorDialog
          slug={door}
          onClose={() => setSettles(false)}
          onSaved={() => attempt(rights.refresh(), "The settings are saved")}
        />
      )}
    </>
  );
}

/** Those of a meeting whose room one is not in; null until they are known, and where they are not wanted. */
function useDoors(slug: string, wanted: boolean): Doors | null {
  const [doors, setDoors] = useState<Doors | null>(null);
  useEffect(() => {
    if (!wanted) return undefined;
    const refresh = oneAtATime(() =>
      api.room(slug).then(
        setDoors,
        () => undefined, // fetched again at the next event
      ),
    );
    return watchChanges(slug, () => void refresh(), "room");
  }, [slug, wanted]);
  return doors;
}

function run(slug: string, door: string, act: HostChoice["act"]): Promise<unknown> {
  if ("doors" in act) return api.setSwitches(door, act.doors);
  if ("mute" in act) return api.muteAll(slug, act.mute);
  if ("hands" in act) return api.lowerHands(slug);
  return api.setSwitches(slug, act.switches);
}
