/** What a form says of an action item, and what of it has to be saved. */
import type { Fields, Item } from "./calls";

/** The values of the form's fields. */
export interface Draft {
  title: string;
  description: string;
  participant_id: string;
  due_date: string;
  priority: Item["priority"];
  type: Item["type"];
  status: Item["status"];
  /** Separated by commas. */
  tags: string;
}

export function draftOf(item: Item): Draft {
  return {
    title: item.title,
    description: item.description,
    participant_id: item.participant_id ?? "",
    due_date: item.due_date ?? "",
    priority: item.priority,
    type: item.type,
    status: item.status,
    tags: item.tags.join(", "),
  };
}

/** The fields in which the form differs from the item. */
export function changesOf(item: Item, draft: Draft): Fields {
  const before = draftOf(item);
  const changed = Object.fromEntries(
    Object.entries(fieldsOf(draft)).filter(([name]) => {
      const key = name as keyof Draft;
      return key === "tags" ? tagsOf(draft.tags).join() !== item.tags.join() : draft[key].trim() !== before[key].trim();
    }),
  );
  return changed as Fields;
}

/** All fields as the API takes them. */
export function fieldsOf(draft: Draft): Fields {
  return {
    title: draft.title,
    description: draft.description,
    type: draft.type,
    priority: draft.priority,
    status: draft.status,
    due_date: draft.due_date || null,
    participant_id: draft.participant_id || null,
    tags: tagsOf(draft.tags),
  };
}

/** Tags as typed: "a, b ,,a" is a and b. */
export function tagsOf(text: string): string[] {
  const found = text
    .split(/[,\n、，]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
  return [...new Map(found.map((tag) => [tag.toLowerCase(), tag])).values()];
}
