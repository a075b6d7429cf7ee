/** Who asks for help in which breakout room, and whether one may ask oneself. */
import type { BreakoutsView, BreakoutView } from "../../api";
import { openOnes } from "./groups";

export interface HelpCall {
  breakout: BreakoutView;
  /** Empty once they have left the meeting. */
  name: string;
}

/** For who leads the meeting: the calls from elsewhere, who waits longest first. */
export function helpCalls(view: BreakoutsView, here: BreakoutView | null): HelpCall[] {
  return openOnes(view)
    .filter(({ id, help_asked_at }) => help_asked_at !== null && id !== here?.id)
    .sort((one, other) => Date.parse(one.help_asked_at ?? "") - Date.parse(other.help_asked_at ?? ""))
    .map((breakout) => ({
      breakout,
      name: view.people.find(({ id }) => id === breakout.help_asked_by)?.name ?? "",
    }));
}

export const callWords = ({ name, breakout }: HelpCall): string =>
  `${name || "Somebody"} asks for help in ${breakout.label}.`;

/** What one can do about help where one is; `none` in the main room, for who leads, and beside somebody who does. */
export function helpState(view: BreakoutsView, here: BreakoutView | null, self: string): "none" | "asked" | "possible" {
  if (here === null || view.people.some(({ id, leads }) => id === self && leads)) return "none";
  if (here.help_asked_at !== null) return "asked";
  return view.people.some(({ leads, in_breakout_id }) => leads && in_breakout_id === here.id) ? "none" : "possible";
}
