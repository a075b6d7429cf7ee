/** The meeting's recording: what the transcriber does now, what the server says of it, and what oneself agreed to. */
import { ApiError, type RecordingView } from "../api";
import { Observable } from "./observable";

/** Of the transcriber (docs/wire.md). */
export const RECORDING = "parley.recording";

/** `failing`: it should be written, and is not. */
export type Mark = "off" | "on" | "failing";

export function markOf(attribute: string | undefined): Mark {
  return attribute === "on" || attribute === "failing" ? attribute : "off";
}

export interface RecordingApi {
  recording: (slug: string) => Promise<RecordingView>;
  setRecording: (slug: string, recording: boolean) => Promise<RecordingView>;
  setRecordingConsent: (slug: string, agreed: boolean) => Promise<RecordingView>;
}

export class Recording extends Observable {
  readonly #api: RecordingApi;
  readonly #slug: string;
  #view: RecordingView | null = null;
  /** Counts requests: an answer that a later one has overtaken is not shown. */
  #asked = 0;

  constructor(api: RecordingApi, slug: string) {
    super();
    this.#api = api;
    this.#slug = slug;
  }

  /** What the server said last; null before its first answer. */
  readonly now = (): RecordingView | null => this.#view;

  /** Never rejects for the server's refusal: it is asked again at the next change. */
  async refresh(): Promise<void> {
    try {
      await this.#take(this.#api.recording(this.#slug));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  set(recording: boolean): Promise<void> {
    return this.#take(this.#api.setRecording(this.#slug, recording));
  }

  consent(agreed: boolean): Promise<void> {
    return this.#take(this.#api.setRecordingConsent(this.#slug, agreed));
  }

  async #take(answer: Promise<RecordingView>): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const view = await answer;
    if (asked !== this.#asked) return;
    this.#view = view;
    this.changed();
  }
}

export interface Words {
  /** In the header, where there is room for two words; on a phone for one. */
  readonly short: string;
  readonly shortest: string;
  /** Announced, and read in the dialog. */
  readonly long: string;
}

/** What everybody reads and hears about the recording; null while nothing is recorded. */
export function wordsOf(mark: Mark, consent: boolean | null): Words | null {
  if (mark === "off") return null;
  if (mark === "failing") {
    return {
      short: "Not recording",
      shortest: "No rec",
      long: "The recording fails: what is said now is not recorded.",
    };
  }
  const own =
    consent === null
      ? "You are not in it until you agree."
      : consent
        ? "You are in it."
        : "You are heard, and not in it.";
  return { short: "Recording", shortest: "Rec", long: `This meeting is recorded. ${own}` };
}

/** Whether somebody has to be asked now. */
export function isAsked(mark: Mark, view: RecordingView | null): boolean {
  return mark !== "off" && view !== null && view.consent === null;
}

/** Whether the recording has video, too. */
export function isFilmed(view: RecordingView | null): boolean {
  return view !== null && view.video !== "off";
}

/** The host's button: what pressing it does; `pending` while the transcriber has not followed. */
export function buttonOf(mark: Mark, view: RecordingView | null): { starts: boolean; pending: boolean } {
  const wanted = view?.status === "starting" || view?.status === "recording";
  return { starts: !wanted, pending: wanted !== (mark !== "off") };
}
