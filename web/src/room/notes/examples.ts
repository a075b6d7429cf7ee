/** Notes for tests. */
import type { NotesView } from "../../api";

export const emptyNotes = (): NotesView => ({
  is_live: true,
  until_ms: 0,
  progress: { blocks: 0, noted: 0, failed: 0 },
  topics: [],
  key_points: [],
  decisions: [],
  tasks: [],
  questions: [],
  rest: { segments: 0, start_ms: null, latest: [] },
});

export const someNotes = (): NotesView => ({
  ...emptyNotes(),
  until_ms: 305_000,
  progress: { blocks: 2, noted: 1, failed: 0 },
  topics: [{ title: "Ticket shop", summary: "It fails on phones.", start_ms: 6_000, evidence: ["a"] }],
  decisions: [{ text: "We postpone the launch.", start_ms: 12_000, evidence: ["b"] }],
  tasks: [
    {
      title: "Send the list",
      assignee: "Bob",
      participant_id: null,
      due_date: "2026-03-06",
      start_ms: 18_000,
      evidence: ["c"],
    },
    {
      title: "Write captions",
      assignee: null,
      participant_id: null,
      due_date: null,
      start_ms: 290_000,
      evidence: ["d"],
    },
  ],
  questions: [{ text: "Who pays for it?", start_ms: 200_000, evidence: ["e"] }],
  rest: {
    segments: 2,
    start_ms: 305_000,
    latest: [
      { speaker: "Gus", text: "Sure, I will.", start_ms: 305_000, segment_id: "f" },
      { speaker: "Bob", text: "Thanks.", start_ms: 310_000, segment_id: "g" },
    ],
  },
});
