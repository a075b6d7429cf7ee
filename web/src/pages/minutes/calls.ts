/** The API's elements of the minutes, edited by hand. */
import type { components } from "../../../generated/openapi";
import { ApiError, call } from "../../api";
import { sentenceOf as refusal } from "../refusals";

type Schemas = components["schemas"];
export type Element = Schemas["ElementView"];
export type NewElement = Schemas["NewElement"];
export type Changed = Schemas["ChangedElement"];
/** An element as somebody else left it; `text` is null if they deleted it. */
export type Current = NonNullable<Schemas["Problem"]["current_element"]>;
export type Words = { text?: string; title?: string };

export interface Calls {
  list: () => Promise<Element[]>;
  add: (element: NewElement) => Promise<Element>;
  change: (id: string, revision: number, words: Words, edit: string | undefined) => Promise<Changed>;
  remove: (id: string, revision: number) => Promise<Changed>;
  undo: (edit: string) => Promise<Changed>;
}

export function callsOf(slug: string): Calls {
  const minutes = `/rooms/${encodeURIComponent(slug)}/minutes`;
  const at = (id: string): string => `${minutes}/elements/${encodeURIComponent(id)}`;
  return {
    list: async () => (await call<Schemas["MinutesView"]>("GET", minutes)).elements,
    add: (element) => call("POST", `${minutes}/elements`, element),
    change: (id, revision, words, edit) => call("PATCH", at(id), { revision, id: edit, ...words }),
    remove: (id, revision) => call("DELETE", `${at(id)}?revision=${revision}`),
    undo: (edit) => call("POST", `${minutes}/edits/undo`, { edit_id: edit }),
  };
}

/** The element as it is now, of a refusal because somebody changed it. */
export function currentOf(error: unknown): Current | null {
  return error instanceof ApiError && error.kind === "minutes-element-changed"
    ? (error.problem.current_element ?? null)
    : null;
}

/** The sentence to show about an error; throws what is no refusal. */
export function sentenceOf(error: unknown): string {
  return refusal(error, currentOf(error));
}
