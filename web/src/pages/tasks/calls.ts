/** The API's action items; `slug` is of the meeting that an item comes from. */
import type { components } from "../../../generated/openapi";
import { ApiError, call } from "../../api";
import { sentenceOf as refusal } from "../refusals";

type Schemas = components["schemas"];
export type Item = Schemas["RoomTaskView"];
export type Mine = Schemas["TaskView"];
export type Whole = Schemas["RoomTask"];
export type Changed = Schemas["ChangedTask"];
export type Comment = Schemas["CommentView"];
export type Edit = Schemas["ItemEditView"];
export type NewItem = Schemas["NewTask"];
/** The fields that somebody sets. */
export type Fields = Partial<
  Pick<Item, "title" | "description" | "type" | "priority" | "due_date" | "tags" | "participant_id" | "status">
>;
/** An item as somebody else left it. */
export type Current = NonNullable<Schemas["Problem"]["current_item"]>;

export interface Place {
  slug: string;
  id: string;
}

export interface Calls {
  list: (slug: string) => Promise<Schemas["RoomTaskList"]>;
  read: (place: Place) => Promise<Whole>;
  add: (slug: string, item: NewItem) => Promise<Item>;
  change: (place: Place, revision: number, fields: Fields) => Promise<Changed>;
  remove: (place: Place, revision: number) => Promise<Changed>;
  undo: (place: Place, edit: string) => Promise<Changed>;
  comment: (place: Place, text: string) => Promise<Comment>;
  uncomment: (place: Place, comment: string) => Promise<void>;
}

const list = (slug: string): string => `/rooms/${encodeURIComponent(slug)}/action-items`;
const at = ({ slug, id }: Place): string => `${list(slug)}/${encodeURIComponent(id)}`;

export const CALLS: Calls = {
  list: (slug) => call("GET", list(slug)),
  read: (place) => call("GET", at(place)),
  add: (slug, item) => call("POST", list(slug), item),
  change: (place, revision, fields) => call("PATCH", at(place), { revision, ...fields }),
  remove: (place, revision) => call("DELETE", `${at(place)}?revision=${revision}`),
  undo: (place, edit) => call("POST", `${at(place)}/undo`, { edit_id: edit }),
  comment: (place, text) => call("POST", `${at(place)}/comments`, { text }),
  uncomment: (place, comment) => call("DELETE", `${at(place)}/comments/${encodeURIComponent(comment)}`),
};

/** The item as it is now, of a refusal because somebody changed it. */
export function currentOf(error: unknown): Current | null {
  return error instanceof ApiError && error.kind === "action-item-changed"
    ? (error.problem.current_item ?? null)
    : null;
}

/** The sentence to show about an error; throws what is no refusal. */
export function sentenceOf(error: unknown): string {
  return refusal(error, currentOf(error));
}
