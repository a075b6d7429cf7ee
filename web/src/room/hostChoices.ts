/** What host and co-hosts may do to everybody now: each choice is the opposite of what holds. */
import type { Right, RoomForViewer, RoomSettingsView, Switches } from "../api";
import { lobbyChoice } from "./lobbyChoice";

/** `doors` are the meeting's, also from a breakout room, where everything else is done to that room alone. */
export interface HostChoice {
  readonly label: string;
  readonly done: string;
  readonly act:
    | { readonly mute: boolean }
    | { readonly hands: true }
    | { readonly switches: Switches }
    | { readonly doors: Switches };
}

const SWITCHES: readonly {
  readonly name: keyof Switches & keyof RoomSettingsView;
  readonly what: string;
}[] = [
  { name: "allow_chat", what: "Chat" },
  { name: "allow_share", what: "Screen sharing" },
  { name: "allow_reactions", what: "Reactions" },
  { name: "allow_guest_microphones", what: "Guests’ microphones" },
];

export type Doors = Pick<RoomForViewer, "settings" | "link">;

interface Settings {
  /** Of the room one is in. */
  room: RoomSettingsView;
  /** Of the main room; null while they are not known. */
  doors: Doors | null;
  inBreakout: boolean;
}

/** Empty for everybody else. */
export function hostChoices({ room, doors, inBreakout }: Settings, may: (right: Right) => boolean): HostChoice[] {
  const here = inBreakout ? " here" : "";
  const found: HostChoice[] = [];
  if (may("mute_others")) {
    found.push({ label: `Mute everybody${here}`, done: `Everybody${here} was muted`, act: { mute: true } });
    found.push(
      room.allow_unmute
        ? { label: `Mute all${here}, no unmuting`, done: `Only hosts can speak${here} now`, act: { mute: false } }
        : {
            label: `Let everybody${here} unmute`,
            done: `Everybody${here} can unmute`,
            act: { switches: { allow_unmute: true } },
          },
    );
  }
  if (may("lower_hands"))
    found.push({ label: `Lower all hands${here}`, done: `All hands${here} were lowered`, act: { hands: true } });
  if (may("switch")) {
    for (const { name, what } of SWITCHES) {
      const on = room[name] === true;
      found.push({
        label: `${what}${here}: turn ${on ? "off" : "on"}`,
        done: `${what}${here}: ${on ? "off" : "on"}`,
        act: { switches: { [name]: !on } },
      });
    }
    if (doors !== null) found.push(...doorChoices(doors));
  }
  return found;
}

function doorChoices(doors: Doors): HostChoice[] {
  const { label, done, lobby } = lobbyChoice(doors);
  return [
    { label, done, act: { doors: { lobby } } },
    doors.settings.locked
      ? { label: "Unlock the meeting", done: "The meeting is open", act: { doors: { locked: false } } }
      : { label: "Lock the meeting", done: "The meeting is locked", act: { doors: { locked: true } } },
  ];
}
