/** What host and co-hosts may do to the whole meeting now: each choice is the opposite of what holds. */
import type { Right, RoomSettingsView, Switches } from "../api";

export interface HostChoice {
  readonly label: string;
  readonly done: string;
  readonly act: { readonly mute: boolean } | { readonly hands: true } | { readonly switches: Switches };
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

/** Empty for everybody else. */
export function hostChoices(settings: RoomSettingsView, may: (right: Right) => boolean): HostChoice[] {
  const found: HostChoice[] = [];
  if (may("mute_others")) {
    found.push({ label: "Mute everybody", done: "Everybody was muted", act: { mute: true } });
    found.push(
      settings.allow_unmute
        ? { label: "Mute all, no unmuting", done: "Only hosts can speak now", act: { mute: false } }
        : { label: "Let everybody unmute", done: "Everybody can unmute", act: { switches: { allow_unmute: true } } },
    );
  }
  if (may("lower_hands"))
    found.push({ label: "Lower all hands", done: "All hands were lowered", act: { hands: true } });
  if (may("switch")) {
    for (const { name, what } of SWITCHES) {
      const on = settings[name] === true;
      found.push({
        label: `${what}: turn ${on ? "off" : "on"}`,
        done: `${what}: ${on ? "off" : "on"}`,
        act: { switches: { [name]: !on } },
      });
    }
    found.push(
      settings.lobby === "all"
        ? { label: "Let people in without asking", done: "The lobby is off", act: { switches: { lobby: "off" } } }
        : { label: "Let people in by hand", done: "Newcomers wait in the lobby", act: { switches: { lobby: "all" } } },
      settings.locked
        ? { label: "Unlock the meeting", done: "The meeting is open", act: { switches: { locked: false } } }
        : { label: "Lock the meeting", done: "The meeting is locked", act: { switches: { locked: true } } },
    );
  }
  return found;
}
