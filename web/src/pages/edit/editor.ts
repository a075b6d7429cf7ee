/** One segment being corrected: its draft, and what became of saving it. */

import { sentenceOf } from "../refusals";
import { type Calls, type Corrected, type Current, currentOf, type SpeakerChange } from "./calls";

export interface Segment {
  id: string;
  revision: number;
  text: string;
}

export type Status = "editing" | "saving" | "conflict" | "failed";

export class Editor {
  status: Status = "editing";
  /** A sentence about what went wrong; "" if nothing did. */
  problem = "";
  /** What somebody else made of the segment meanwhile. */
  current: Current | null = null;
  draft: string;
  readonly #segment: Segment;
  readonly #calls: Calls;
  readonly #changed: () => void;
  #revision: number;
  #text: string;
  /** Of the save that is under way, so that it can be sent again; another draft gets another one. */
  #attempt: { draft: string; revision: number; id: string | undefined } | null = null;

  constructor(segment: Segment, calls: Calls, changed: () => void) {
    this.#segment = segment;
    this.#calls = calls;
    this.#changed = changed;
    this.#revision = segment.revision;
    this.#text = segment.text;
    this.draft = segment.text;
  }

  get isDirty(): boolean {
    return this.draft.trim() !== this.#text.trim();
  }

  /** Resolves to what changed; null: nothing was saved, and `status` and `problem` say why. */
  save(): Promise<Corrected | null> {
    const { draft } = this;
    if (this.#attempt?.draft !== draft || this.#attempt.revision !== this.#revision) {
      this.#attempt = { draft, revision: this.#revision, id: newId() };
    }
    const { id } = this.#attempt;
    return this.#run(() => this.#calls.text(this.#segment.id, this.#revision, draft, id));
  }

  speaker(change: SpeakerChange): Promise<Corrected | null> {
    return this.#afterText(() => this.#calls.speaker(this.#segment.id, this.#revision, change));
  }

  /** Splits at a place of the draft, in UTF-16 units. */
  split(place: number): Promise<Corrected | null> {
    const at = [...this.draft.trimStart().slice(0, place - (this.draft.length - this.draft.trimStart().length))].length;
    return this.#afterText(() => this.#calls.split(this.#segment.id, this.#revision, at));
  }

  join(next: Segment): Promise<Corrected | null> {
    return this.#afterText(() => this.#calls.join(this.#segment.id, this.#revision, next.id, next.revision));
  }

  undo(edit: string): Promise<Corrected | null> {
    return this.#run(() => this.#calls.undo(edit));
  }

  /** Goes on with what somebody else made of it. */
  takeTheirs(): void {
    if (!this.current) return;
    this.draft = this.current.text;
    this.#settle();
  }

  /** Saves the draft over what somebody else made of it. */
  keepMine(): Promise<Corrected | null> {
    this.#settle();
    return this.save();
  }

  #settle(): void {
    if (!this.current) return;
    this.#revision = this.current.revision;
    this.#text = this.current.text;
    this.current = null;
    this.#move("editing", "");
  }

  /** Saves a changed text first, and does the rest to what was saved. */
  async #afterText(work: () => Promise<Corrected>): Promise<Corrected | null> {
    if (this.isDirty && (await this.save()) === null) return null;
    return this.#run(work);
  }

  async #run(work: () => Promise<Corrected>): Promise<Corrected | null> {
    if (this.status === "saving") return null;
    this.#move("saving", "");
    try {
      const corrected = await work();
      const own = corrected.segments.find(({ id }) => id === this.#segment.id);
      if (own) {
        this.#revision = own.revision;
        this.#text = own.text;
        this.draft = own.text;
      }
      this.#move("editing", "");
      return corrected;
    } catch (error) {
      this.current = currentOf(error);
      // Of another segment, such as the next one: the draft is not in question.
      if (this.current?.segment_id === this.#segment.id) this.#move("conflict", "");
      else this.#move("failed", sentenceOf(error));
      return null;
    }
  }

  #move(status: Status, problem: string): void {
    this.status = status;
    this.problem = problem;
    this.#changed();
  }
}

/** Pages over plain HTTP have no random ids; there a save that is sent again is refused as changed. */
export function newId(): string | undefined {
  return "randomUUID" in crypto ? crypto.randomUUID() : undefined;
}
