/** What the schedule form's choices mean to the API. */
import type { components } from "../../generated/openapi";

type Rule = components["schemas"]["Rule"];
const RULES: Record<string, Rule> = {
  daily: { frequency: "daily" },
  weekdays: { frequency: "weekly", weekdays: ["MO", "TU", "WE", "TH", "FR"] },
  weekly: { frequency: "weekly" },
  fortnightly: { frequency: "weekly", interval: 2 },
  monthly: { frequency: "monthly" },
  "monthly-weekday": { frequency: "monthly", monthly_by: "weekday" },
};

/** The choice of a room without any time. */
export const PERMANENT = "permanent";

/** Which of the form's fields belong to a choice. */
export function fieldsOf(choice: string): Record<"timed" | "repeats" | "permanent", boolean> {
  const permanent = choice === PERMANENT;
  return { timed: !permanent, repeats: choice !== "" && !permanent, permanent };
}

/** The rule of a series; null for a meeting that does not come again. */
export function ruleOf(choice: string, lastDay: string): Rule | null {
  const rule = RULES[choice];
  return rule ? { ...rule, ...(lastDay ? { last_day: lastDay } : {}) } : null;
}
