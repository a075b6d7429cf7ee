/** The meeting's polls: fetched when one comes in and whenever the server rings, at most once a second. */
import { ApiError, type api, type NewPoll, type PollView } from "../../api";
import { Observable } from "../observable";

export type PollApi = Pick<typeof api, "polls" | "askPoll" | "votePoll" | "closePoll" | "deletePoll">;

/** Votes of a full room come in bursts, and each one rings. */
const PAUSE_MS = 1_000;

export class PollStore extends Observable {
  readonly #api: PollApi;
  readonly #slug: string;
  readonly #signal: AbortSignal;
  #polls: readonly PollView[] = [];
  #isFetching = false;
  #isStale = false;

  constructor(calls: PollApi, slug: string, signal: AbortSignal) {
    super();
    this.#api = calls;
    this.#slug = slug;
    this.#signal = signal;
  }

  /** In the order they were asked. */
  readonly polls = (): readonly PollView[] => this.#polls;

  /** One request at a time; a ring during one, or in the pause after it, is answered by the next. */
  async refresh(): Promise<void> {
    this.#isStale = true;
    if (this.#isFetching) return;
    this.#isFetching = true;
    while (this.#isStale && !this.#signal.aborted) {
      this.#isStale = false;
      await this.#fetch();
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    this.#isFetching = false;
  }

  async ask(poll: NewPoll): Promise<void> {
    this.#put(await this.#api.askPoll(this.#slug, poll));
  }

  /** Places of the options, from 0; none takes the vote back. */
  async vote(id: string, places: readonly number[]): Promise<void> {
    this.#put(await this.#api.votePoll(this.#slug, id, places));
  }

  async close(id: string): Promise<void> {
    this.#put(await this.#api.closePoll(this.#slug, id));
  }

  async remove(id: string): Promise<void> {
    await this.#api.deletePoll(this.#slug, id);
    this.#show(this.#polls.filter((poll) => poll.id !== id));
  }

  /** What was read stays after a failure: the next ring fetches again, and so does coming back. */
  async #fetch(): Promise<void> {
    try {
      this.#show((await this.#api.polls(this.#slug, this.#signal)).polls);
    } catch (error) {
      if (!this.#signal.aborted && !(error instanceof ApiError)) throw error;
    }
  }

  #put(poll: PollView): void {
    const at = this.#polls.findIndex(({ id }) => id === poll.id);
    this.#show(at < 0 ? [...this.#polls, poll] : this.#polls.with(at, poll));
  }

  #show(polls: readonly PollView[]): void {
    this.#polls = polls;
    this.changed();
  }
}
