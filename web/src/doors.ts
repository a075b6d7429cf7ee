/** The doors of a meeting as its host chooses them, on the home page and in the room: who comes in, and what they may do. */
import type { ApiError, NewRoom, RoomChanges, RoomForViewer } from "./api";

export type Who = "anyone" | "people" | "invited";
type Settings = NonNullable<NewRoom["settings"]>;
export type Lobby = NonNullable<Settings["lobby"]>;

export const WHO_WORDS: Readonly<Record<Who, string>> = {
  anyone: "Anyone with the link",
  people: "Anyone with the link and an account",
  invited: "Only the people you invite",
};
export const LOBBY_WORDS: Readonly<Record<Lobby, string>> = {
  off: "Nobody: they come in at once",
  guests: "Guests, until you let them in",
  all: "Everybody, until you let them in",
};
/** What is on or off. */
export const SWITCH_WORDS = {
  wait_for_host: "Wait for the host",
  locked: "Locked: nobody new comes in by the link",
  start_muted: "Start with the microphone off",
  allow_chat: "Write in the chat",
  allow_share: "Share their screen",
  allow_reactions: "React with emoji",
  allow_unmute: "Turn their microphone on",
  allow_guest_microphones: "Guests too may turn their microphone on",
} as const;
export type SwitchName = keyof typeof SWITCH_WORDS;
export const ENTRY: readonly SwitchName[] = ["wait_for_host", "locked", "start_muted"];
export const RIGHTS: readonly SwitchName[] = [
  "allow_chat",
  "allow_share",
  "allow_reactions",
  "allow_unmute",
  "allow_guest_microphones",
];
/** What the link of a meeting leads to, where that is more than the meeting. Pages have the same words, in link_field.html. */
export const LINK_LABELS: Readonly<Partial<Record<RoomForViewer["type"], string>>> = {
  permanent: "Link of the room",
  recurring: "Link of the series",
};
export const LINK_HINT =
  "Letters, digits and hyphens. Leave it empty to use only the generated link, which always works. A link that you replace keeps working for 90 days, for people who already belong to the meeting. Others can guess a link of your choice, so guests who come by it wait at the door until you let them in; people with an account here do not, unless everybody has to wait.";
/** The server's limits. */
export const MOST_PEOPLE = 500;
export const MOST_MINUTES = 24 * 60;

export interface Doors extends Readonly<Record<SwitchName, boolean>> {
  /** As the host chose it; empty: only the generated one. */
  readonly link: string;
  readonly who: Who;
  readonly lobby: Lobby;
  readonly maxPeople: number;
  /** 0: without a limit. */
  readonly maxMinutes: number;
}

export const ACCESS = {
  anyone: { access: "link", guests: true },
  people: { access: "members", guests: false },
  invited: { access: "invited", guests: true },
} as const satisfies Record<Who, Pick<Settings, "access" | "guests">>;

type Room = Pick<RoomForViewer, "settings" | "max_participants" | "link">;

export function doorsOf({ settings, max_participants: maxPeople, link }: Room): Doors {
  const switches = Object.fromEntries([...ENTRY, ...RIGHTS].map((name) => [name, settings[name]])) as Record<
    SwitchName,
    boolean
  >;
  const { lobby, max_minutes: maxMinutes } = settings;
  return { ...switches, link: link ?? "", who: whoOf(settings), lobby, maxPeople, maxMinutes };
}

export function whoOf({ access, guests }: Room["settings"]): Who {
  if (access === "invited") return "invited";
  return access === "link" && guests ? "anyone" : "people";
}

/** A link that can be guessed lets no guest in at once; the server sees to it, too. */
export function lobbyBeside(link: string, who: Who, lobby: Lobby): Lobby {
  return link.trim() !== "" && who === "anyone" && lobby === "off" ? "guests" : lobby;
}

/** What to send of the field: nothing where it is as it was, an empty text to remove the link. */
export function linkChange(now: string, before: string): { link?: string } {
  return now.trim() === before ? {} : { link: now.trim() };
}

/** Why the server refuses the link; null where it refuses something else. */
export function linkProblemOf({ kind, problem }: ApiError): string | null {
  const named = problem.problems?.find(({ field }) => field === "link");
  return named?.message ?? (kind === "link-taken" ? problem.detail : null);
}

/** What to send: only what is different, so that what others change meanwhile is kept; null where nothing is. */
export function changesOf(before: Doors, now: Doors): RoomChanges | null {
  const settings: NonNullable<RoomChanges["settings"]> = {};
  if (now.who !== before.who) Object.assign(settings, ACCESS[now.who]);
  if (now.lobby !== before.lobby) settings.lobby = now.lobby;
  if (now.maxMinutes !== before.maxMinutes) settings.max_minutes = now.maxMinutes;
  for (const name of [...ENTRY, ...RIGHTS]) if (now[name] !== before[name]) settings[name] = now[name];
  const changes: RoomChanges = linkChange(now.link, before.link);
  if (Object.keys(settings).length > 0) changes.settings = settings;
  if (now.maxPeople !== before.maxPeople) changes.max_participants = now.maxPeople;
  return Object.keys(changes).length > 0 ? changes : null;
}

/** What a form's fields choose, named as here; an empty limit is the usual one. */
export function chosenIn(fields: FormData): Pick<NewRoom, "settings" | "max_participants"> {
  const who = String(fields.get("who")) as Who;
  const switches = Object.fromEntries([...ENTRY, ...RIGHTS].map((name) => [name, fields.has(name)]));
  const people = Number(fields.get("max_participants"));
  return {
    settings: {
      ...switches,
      ...ACCESS[who],
      lobby: String(fields.get("lobby")) as Lobby,
      max_minutes: Number(fields.get("max_minutes")),
    },
    ...(people > 0 && { max_participants: people }),
  };
}
