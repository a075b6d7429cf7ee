/** What pages show of a refusal. */
import { ApiError } from "../api";

/** The sentence to show about an error; `by` is who changed the thing meanwhile. Throws what is no refusal. */
export function sentenceOf(error: unknown, current: { by?: string | null } | null = null): string {
  if (!(error instanceof ApiError)) throw error;
  if (current) return `${current.by ?? "Somebody"} changed this meanwhile. Look at it and try again.`;
  const { problems, title, detail } = error.problem;
  return problems?.map(({ message }) => message).join(" ") || detail || title;
}
