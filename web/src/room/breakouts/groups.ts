/** What the panel of breakout rooms shows: the draft to open, who is where, and the time that is left. */
import type { BreakoutPersonView, BreakoutsView, BreakoutView, NewBreakouts } from "../../api";

export const MOST_ROOMS = 50;
export const MOST_MINUTES = 1440;

export interface Draft {
  rooms: number;
  by: NewBreakouts["by"];
  /** Empty: no limit. */
  minutes: string;
  /** By person: the room's place, from 0. */
  places: Readonly<Record<string, number>>;
}

export const FIRST_DRAFT: Draft = { rooms: 2, by: "chance", minutes: "", places: {} };

/** What is missing in a draft; empty where it can be opened. */
export function draftProblem({ rooms, minutes }: Draft): string {
  if (!Number.isInteger(rooms) || rooms < 1 || rooms > MOST_ROOMS) return `Open 1 to ${MOST_ROOMS} rooms.`;
  if (minutes === "") return "";
  const limit = Number(minutes);
  const isLimit = Number.isInteger(limit) && limit >= 1 && limit <= MOST_MINUTES;
  return isLimit ? "" : `Set 1 to ${MOST_MINUTES} minutes, or leave the time empty.`;
}

export function toOpen(draft: Draft): NewBreakouts {
  const rooms = Array.from({ length: draft.rooms }, (_, place) => ({
    people: draft.by === "hand" ? Object.keys(draft.places).filter((id) => draft.places[id] === place) : [],
  }));
  return { rooms, by: draft.by, minutes: draft.minutes === "" ? null : Number(draft.minutes) };
}

export const openOnes = ({ breakouts }: BreakoutsView): BreakoutView[] => breakouts.filter(({ is_open }) => is_open);

/** Who can be assigned: all but those who go everywhere. */
export const assignable = ({ people }: BreakoutsView): BreakoutPersonView[] => people.filter(({ leads }) => !leads);

export interface Group {
  breakout: BreakoutView;
  /** Who is there, and who is assigned and is not there yet. */
  here: BreakoutPersonView[];
  coming: BreakoutPersonView[];
}

export function groups(view: BreakoutsView): Group[] {
  return openOnes(view).map((breakout) => ({
    breakout,
    here: view.people.filter(({ in_breakout_id }) => in_breakout_id === breakout.id),
    coming: view.people.filter((each) => each.breakout_id === breakout.id && each.in_breakout_id !== breakout.id),
  }));
}

/** As “4:05 left”; empty without a limit. */
export function timeLeft(closesAt: string | null, now: number): string {
  if (closesAt === null) return "";
  const seconds = Math.max(0, Math.ceil((Date.parse(closesAt) - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} left`;
}
