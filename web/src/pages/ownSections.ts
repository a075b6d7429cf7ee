/** The sections of a template that is being made. */
import type { components } from "../../generated/openapi";

export type Section = components["schemas"]["SectionBody"];

/** What is sent of a section: only one of one's own has an instruction. */
export function sectionOf(kind: Section["kind"], heading: string, instruction: string): Section {
  return { kind, heading: heading.trim(), instruction: kind === "custom" ? instruction.trim() : "" };
}

/** The list with one of its elements a place up (-1) or down (1); at the end it stays where it is. */
export function moved<T>(list: readonly T[], element: T, by: -1 | 1): T[] {
  const place = list.indexOf(element);
  const rest = list.filter((each) => each !== element);
  return [...rest.slice(0, Math.max(0, place + by)), element, ...rest.slice(Math.max(0, place + by))];
}
