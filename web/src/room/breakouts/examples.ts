/** Breakout rooms and people for tests. */
import type { BreakoutPersonView, BreakoutsView, BreakoutView } from "../../api";
import type { RoomVisit } from "./roomVisit";

export function aBreakout(changes: Partial<BreakoutView> = {}): BreakoutView {
  return {
    id: "b1",
    slug: "blue",
    label: "Breakout 1",
    is_open: true,
    by_choice: false,
    closes_at: null,
    help_asked_at: null,
    help_asked_by: null,
    is_mine: false,
    ...changes,
  };
}

const NOTHING: BreakoutsView = { breakouts: [], people: [] };

/** Of somebody who stays in the main room. */
export const aVisit = (): RoomVisit =>
  ({
    self: "alice",
    subscribe: () => () => undefined,
    view: () => NOTHING,
    breakout: () => null,
    way: () => "",
  }) as unknown as RoomVisit;

export function aPerson(changes: Partial<BreakoutPersonView> = {}): BreakoutPersonView {
  return {
    id: "bob",
    name: "Bob",
    role: "participant",
    leads: false,
    breakout_id: null,
    in_breakout_id: null,
    in_main_room: false,
    ...changes,
  };
}
