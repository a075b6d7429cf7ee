/** What can be done with a poll, and the sentences about it; no I/O. */
import type { NewPoll, PollView } from "../../api";

export const MOST_OPTIONS = 20;
export const MOST_QUESTION = 300;
export const MOST_OPTION = 200;

/** The places picked after one was clicked: a poll for one option has at most one. */
export function picked(poll: Pick<PollView, "kind">, before: readonly number[], place: number): number[] {
  if (poll.kind === "single") return [place];
  const others = before.filter((each) => each !== place);
  return others.length < before.length ? others : [...before, place].sort((one, other) => one - other);
}

/** Whether one may vote at all: an anonymous vote is final. */
export function takesVote(poll: Pick<PollView, "is_open" | "is_anonymous" | "has_voted">): boolean {
  return poll.is_open && !(poll.is_anonymous && poll.has_voted);
}

/** Whether pressing "Vote" would change anything. */
export function isNewVote(poll: Pick<PollView, "mine" | "is_anonymous">, places: readonly number[]): boolean {
  if (places.length === 0) return !poll.is_anonymous && poll.mine.length > 0;
  return places.length !== poll.mine.length || places.some((place) => !poll.mine.includes(place));
}

/** Percent of the voters who chose an option; several options each may add up to more than 100. */
export function share(poll: Pick<PollView, "voters">, votes: number): number {
  return poll.voters === 0 ? 0 : Math.round((100 * votes) / poll.voters);
}

export function factsOf(poll: Pick<PollView, "name" | "is_anonymous" | "kind" | "voters" | "is_open">): string {
  return [
    `Asked by ${poll.name}`,
    poll.is_anonymous ? "anonymous" : "",
    poll.kind === "multiple" ? "several options each" : "",
    poll.voters === 1 ? "1 person voted" : `${poll.voters} people voted`,
    poll.is_open ? "" : "closed",
  ]
    .filter(Boolean)
    .join(" · ");
}

/** How many polls wait for one's vote. */
export function awaiting(polls: readonly PollView[]): number {
  return polls.filter((poll) => poll.is_open && !poll.has_voted).length;
}

/** Why a draft cannot be asked yet, as a sentence; empty where it can. */
export function draftProblem({ question, options }: Pick<NewPoll, "question" | "options">): string {
  const written = options.map((each) => each.trim()).filter(Boolean);
  if (question.trim() === "") return "Write a question.";
  if (written.length < 2) return "Write at least two options.";
  if (written.length > MOST_OPTIONS) return `Write at most ${MOST_OPTIONS} options.`;
  if (new Set(written.map((each) => each.toLowerCase())).size < written.length) return "Two options are the same.";
  return "";
}

/** The draft as it is sent: without empty options. */
export function toAsk(draft: NewPoll): NewPoll {
  return {
    ...draft,
    question: draft.question.trim(),
    options: draft.options.map((each) => each.trim()).filter(Boolean),
  };
}
