/** The words of segments with their times, fetched a page at a time when one is needed. */
import type { SegmentView } from "../../api";

/** Segments a page: some minutes of speech, 60 kB. */
const PAGE = 100;

export type Words = NonNullable<SegmentView["words"]>;
type Fetch = (after: number, limit: number) => Promise<readonly SegmentView[]>;

export class WordPages {
  readonly #fetch: Fetch;
  readonly #words = new Map<string, Words>();
  readonly #pages = new Map<number, Promise<void>>();

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  /** The words of a segment if they are there; null: not yet. */
  known(id: string): Words | null {
    return this.#words.get(id) ?? null;
  }

  /** Resolves to a segment's words; to none where they cannot be fetched, and the next call tries again. */
  async of(id: string, seq: number): Promise<Words> {
    await this.load(seq);
    return this.known(id) ?? [];
  }

  /** Fetches the page of a segment, once. */
  load(seq: number): Promise<void> {
    const page = Math.floor(Math.max(0, seq) / PAGE);
    const known = this.#pages.get(page);
    if (known) return known;
    const loading = this.#fetch(page * PAGE - 1, PAGE).then(
      (segments) => {
        for (const { id, words } of segments) this.#words.set(id, words ?? []);
      },
      () => void this.#pages.delete(page),
    );
    this.#pages.set(page, loading);
    return loading;
  }

  /** Forgets everything: the transcript has changed. */
  clear(): void {
    this.#pages.clear();
    this.#words.clear();
  }
}
