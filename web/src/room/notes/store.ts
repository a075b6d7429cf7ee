/** The notes of the meeting so far: fetched while their panel is open, again at each change and now and then. */
import type { api, NotesView } from "../../api";
import { ApiError } from "../../api";
import { oneAtATime } from "../../oneAtATime";
import { Observable } from "../observable";

/** What is not noted yet grows without a change event. */
const REFRESH_MS = 20_000;

export class NotesStore extends Observable {
  readonly #api: Pick<typeof api, "notes">;
  readonly #slug: string;
  readonly #watch: (onChange: () => void) => () => void;
  #notes: NotesView | null = null;
  #problem = "";
  #stop: (() => void) | null = null;

  /** `watch` calls back at each change of the notes; it returns the function that stops. */
  constructor(notesApi: Pick<typeof api, "notes">, slug: string, watch: (onChange: () => void) => () => void) {
    super();
    this.#api = notesApi;
    this.#slug = slug;
    this.#watch = watch;
  }

  readonly notes = (): NotesView | null => this.#notes;
  /** Why there are none, as a sentence; empty while they can be read. */
  readonly problem = (): string => this.#problem;

  /** Whether the panel is open; nothing is fetched while it is closed. */
  setOpen(open: boolean): void {
    if (open === (this.#stop !== null)) return;
    if (!open) {
      this.#stop?.();
      this.#stop = null;
      return;
    }
    const refresh = (): void => void this.#refresh();
    const timer = setInterval(refresh, REFRESH_MS);
    const unwatch = this.#watch(refresh);
    this.#stop = () => {
      clearInterval(timer);
      unwatch();
    };
    refresh();
  }

  readonly #refresh = oneAtATime(() => this.#fetch());

  async #fetch(): Promise<void> {
    if (this.#stop === null) return;
    try {
      this.#notes = await this.#api.notes(this.#slug);
      this.#problem = "";
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // What was read stays; a lost connection is shown elsewhere.
      if (this.#notes === null) this.#problem = error.message;
    }
    this.changed();
  }
}
