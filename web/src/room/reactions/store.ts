/** Reactions that are shown now: each for some seconds, the latest ones of many. */
import { Observable } from "../observable";

export const EMOJI = {
  "👍": "Thumbs up",
  "👏": "Applause",
  "❤️": "Heart",
  "😂": "Laughing",
  "😮": "Surprised",
  "🎉": "Party",
} as const;
export type Emoji = keyof typeof EMOJI;

export interface Reaction {
  id: number;
  emoji: Emoji;
  /** The identity of who reacted. */
  by: string;
}

const SHOWN_MS = 4_000;
const MOST_SHOWN = 12;

export class ReactionStore extends Observable {
  #shown: readonly Reaction[] = [];
  #last = 0;

  readonly shown = (): readonly Reaction[] => this.#shown;

  /** Ignores what is no reaction. */
  receive(payload: Uint8Array): void {
    const reaction = reactionOf(payload);
    if (reaction === null) return;
    this.#last += 1;
    const id = this.#last;
    this.#show([...this.#shown, { ...reaction, id }].slice(-MOST_SHOWN));
    setTimeout(() => this.#show(this.#shown.filter((each) => each.id !== id)), SHOWN_MS);
  }

  #show(shown: readonly Reaction[]): void {
    this.#shown = shown;
    this.changed();
  }
}

/** Parses the payload of the data topic; null where it is no reaction. */
function reactionOf(payload: Uint8Array): Omit<Reaction, "id"> | null {
  try {
    const told = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload)) as Record<string, unknown>;
    const { participant_id: by, emoji } = told;
    return typeof by === "string" && typeof emoji === "string" && Object.hasOwn(EMOJI, emoji)
      ? { by, emoji: emoji as Emoji }
      : null;
  } catch {
    return null;
  }
}
