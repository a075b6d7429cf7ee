/** What the form of a meeting asks of its series, and what a preview of it says. */
import type { components } from "../../generated/openapi";
import { written } from "./moments";
import { ruleOf } from "./repeats";
import { momentOf, zonedValue } from "./zoned";

type Schemas = components["schemas"];
export type Changes = Schemas["SeriesChanges"];
type Preview = Schemas["SeriesPreview"];

/** Of the field; an empty text removes the link. */
export type LinkChange = Readonly<{ link?: string }>;

/** The form: times as a clock shows them, `was` as the page came, moments that the rule gives in ISO 8601. */
export interface Asked {
  readonly scope: "following" | "all";
  readonly slug: string;
  readonly name: string;
  readonly minutes: number;
  readonly wall: string;
  readonly zone: string;
  readonly repeats: string;
  readonly lastDay: string;
  readonly was: { name: string; minutes: number; wall: string; zone: string; lastDay: string };
  readonly rule: Schemas["Rule"];
  readonly ownAt: string;
  readonly firstAt: string;
}

/** The changes to send: only what was changed, so that moved meetings keep the rest; null for a time that there is not. */
export function changesOf(asked: Asked): Changes | null {
  const { was } = asked;
  const changes: Changes = asked.scope === "following" ? { since: asked.slug } : {};
  if (asked.name !== was.name) changes.name = asked.name;
  if (asked.minutes !== was.minutes) changes.scheduled_minutes = asked.minutes;
  if (asked.zone !== was.zone) changes.time_zone = asked.zone;
  if (asked.wall !== was.wall || asked.zone !== was.zone) {
    const starts = startOf(asked);
    if (!starts) return null;
    changes.starts = starts.toISOString();
  }
  const rule = ruleOf(asked.repeats, asked.lastDay);
  if (rule) changes.repeats = rule;
  else if (asked.lastDay !== was.lastDay) changes.repeats = { ...asked.rule, last_day: asked.lastDay || null };
  return changes;
}

/** When the first changed meeting is: this one, or the next, moved by as much as this one. */
function startOf(asked: Asked): Date | null {
  if (asked.scope === "following") return momentOf(asked.wall, asked.zone);
  const clock = (iso: string): number => Date.parse(`${zonedValue(new Date(iso), asked.was.zone)}Z`);
  const wanted = clock(asked.firstAt) + Date.parse(`${asked.wall}Z`) - clock(asked.ownAt);
  return Number.isNaN(wanted) ? null : momentOf(new Date(wanted).toISOString().slice(0, 16), asked.zone);
}

/** What a change does, in a sentence and a line for each meeting. */
export function told(preview: Preview, locale?: string): { words: string; meetings: string[] } {
  const at = (iso: string | null): string =>
    iso === null ? "" : written(iso, "full", new Date(), locale, preview.time_zone);
  const stay = preview.stay_cancelled;
  const cancelled =
    stay === 0
      ? ""
      : stay === 1
        ? " One that was cancelled stays cancelled."
        : ` ${stay} that were cancelled stay cancelled.`;
  return {
    words: `The meetings are ${preview.words}. Times are in ${preview.time_zone}.${cancelled}`,
    meetings: preview.meetings.map(({ before, after, name }) => {
      if (after === null) return `${at(before)}: cancelled`;
      return before === after ? `${at(after)}: ${name}, at the same time` : `${at(before)} → ${at(after)}: ${name}`;
    }),
  };
}

/** The same of the link, to be put after that; empty where it stays. */
export function toldOfLink({ link }: LinkChange): string {
  if (link === undefined) return "";
  return link === ""
    ? " The chosen link of the whole series is removed."
    : ` The link of the whole series becomes /r/${link}.`;
}
