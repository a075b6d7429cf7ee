/** What is said and written in one meeting: as it comes, and fetched where it did not. */
import type { Participant } from "livekit-client";
import { ApiError, type api } from "../api";
import { lineOfSegment, lineOfStream } from "./captions/line";
import { CaptionStore } from "./captions/store";
import { type ChatStore, messageOf, messageReactionOf } from "./chat/store";
import { pause } from "./pause";
import { DisplayNames } from "./people/names";
import { isPerson, nameOf } from "./people/person";
import type { Emoji } from "./reactions/store";

/** How long a missing `seq` may still arrive by stream before history is fetched. */
const MISSING_SEGMENT_MS = 2_500;
const HISTORY_RETRY_MS = 4_000;

export type ConversationApi = Pick<
  typeof api,
  "messages" | "participants" | "reactToMessage" | "segments" | "sendMessage"
>;

export class Conversation {
  readonly captions = new CaptionStore();
  readonly chat: ChatStore;
  readonly names = new DisplayNames();
  readonly #api: ConversationApi;
  readonly #slug: string;
  readonly #self: () => string;
  readonly #signal: AbortSignal;
  #unsent: { text: string; replyTo: string | null; id: string } | undefined;
  #fetchTimer: ReturnType<typeof setTimeout> | undefined;
  #mayHaveGaps = false;
  /** Requests, by their order: the last one, and the last whose answer was taken. */
  #asked = 0;
  #answered = 0;

  /**
   * `self`: one's own participant id. `chat` goes on where one was in the meeting before. Nothing is fetched or taken after
   * the signal.
   */
  constructor(calls: ConversationApi, slug: string, self: () => string, signal: AbortSignal, chat: ChatStore) {
    this.#api = calls;
    this.#slug = slug;
    this.#self = self;
    this.#signal = signal;
    this.chat = chat;
    signal.addEventListener("abort", () => clearTimeout(this.#fetchTimer));
  }

  /** A message sent again after a failure keeps its id: only the response may have been lost. */
  async send(text: string, replyTo: string | null): Promise<void> {
    if (this.#unsent?.text !== text || this.#unsent.replyTo !== replyTo)
      this.#unsent = { text, replyTo, id: crypto.randomUUID() };
    const { id } = this.#unsent;
    this.chat.receive(await this.#api.sendMessage(this.#slug, text, id, replyTo), this.#self());
    this.#unsent = undefined;
  }

  async react(id: string, emoji: Emoji, on: boolean): Promise<void> {
    await this.#api.reactToMessage(this.#slug, id, emoji, on);
    this.chat.react({ message_id: id, participant_id: this.#self(), emoji, on });
  }

  receiveCaption(text: string, attributes: Readonly<Record<string, string>>): void {
    const line = lineOfStream(attributes, text, Date.now());
    if (line === null || this.#signal.aborted) return;
    this.captions.stream(line);
    if (this.captions.isIncomplete()) this.#fetchSoon();
  }

  receiveMessage(payload: Uint8Array): void {
    const message = messageOf(payload);
    if (message !== null) this.chat.receive(message, this.#self());
  }

  receiveReaction(payload: Uint8Array): void {
    const reaction = messageReactionOf(payload);
    if (reaction !== null) this.chat.react(reaction);
  }

  /** People of one name are numbered by the server's order of arrival. */
  addName(participant: Participant): void {
    if (isPerson(participant)) this.names.add(participant.identity, nameOf(participant));
  }

  /** A transcriber that came, or whose fault began or ended, has stored what was not transcribed. */
  fetchGaps(): void {
    this.#mayHaveGaps = true;
    this.#fetchSoon();
  }

  /** Fetches captions, messages and people that this client missed; retries until the session is over. */
  async fetch(): Promise<void> {
    while (!this.#signal.aborted) {
      const askedAt = Date.now();
      this.#asked += 1;
      const asked = this.#asked;
      try {
        const [{ segments, ...rest }, { messages }, { participants }] = await Promise.all([
          this.#api.segments(this.#slug, this.captions.since(), this.#signal),
          this.#api.messages(this.#slug, this.#signal),
          this.#api.participants(this.#slug, this.#signal),
        ]);
        this.captions.history({ lines: segments.map(lineOfSegment), ...rest, askedAt });
        // What came since is not in an answer that a later one has overtaken.
        if (asked < this.#answered) return;
        this.#answered = asked;
        this.names.setArrivals(participants);
        this.chat.history(messages, this.#self(), askedAt);
        return;
      } catch (error) {
        if (this.#signal.aborted || (error instanceof ApiError && error.isPermanent)) return;
        if (!(error instanceof ApiError)) throw error;
        await pause(Math.max(HISTORY_RETRY_MS, error.retryAfterMs), this.#signal, error.retryAfterMs > 0).done;
      }
    }
  }

  #fetchSoon(): void {
    this.#fetchTimer ??= setTimeout(() => {
      this.#fetchTimer = undefined;
      if (this.#mayHaveGaps || this.captions.isIncomplete()) void this.fetch();
      this.#mayHaveGaps = false;
    }, MISSING_SEGMENT_MS);
  }
}
