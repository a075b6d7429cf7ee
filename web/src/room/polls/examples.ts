/** Polls for tests. */
import type { PollView } from "../../api";

export function aPoll(change: Partial<PollView> = {}): PollView {
  return {
    id: "p1",
    name: "Alice",
    question: "Lunch?",
    choices: [
      { text: "Pizza", votes: 0, voters: [] },
      { text: "Soup", votes: 0, voters: [] },
    ],
    kind: "single",
    is_anonymous: false,
    results: "live",
    is_open: true,
    created_at: "2026-03-02T10:00:00Z",
    closed_at: null,
    voters: 0,
    has_voted: false,
    mine: [],
    ...change,
  };
}
