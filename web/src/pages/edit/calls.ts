/** The API's corrections; paths begin with the meeting's link. */

import type { components } from "../../../generated/openapi";
import { ApiError, call } from "../../api";

type Schemas = components["schemas"];
export type Corrected = Schemas["CorrectedSegments"];
export type History = Schemas["History"];
export type Preview = Schemas["Preview"];
export type Misheard = Pick<Schemas["Misheard"], "heard" | "meant" | "matches_case" | "in_words">;
export type Glossary = Schemas["GlossaryView"];
/** A segment as somebody else left it. */
export type Current = NonNullable<Schemas["Problem"]["current"]>;

export interface SpeakerChange {
  participant_id?: string;
  name?: string;
  everything?: boolean;
}

export interface Calls {
  text: (segment: string, revision: number, text: string, id?: string) => Promise<Corrected>;
  speaker: (segment: string, revision: number, change: SpeakerChange) => Promise<Corrected>;
  /** `at`: in Unicode characters. */
  split: (segment: string, revision: number, at: number) => Promise<Corrected>;
  join: (segment: string, revision: number, next: string, nextRevision: number) => Promise<Corrected>;
  history: (segment: string) => Promise<History>;
  undo: (edit: string) => Promise<Corrected>;
  preview: (term: Misheard) => Promise<Preview>;
  replace: (term: Misheard, left: readonly string[], glossary: boolean) => Promise<Schemas["Replaced"]>;
  glossary: () => Promise<Glossary>;
  setGlossary: (terms: readonly string[], others: readonly string[] | null) => Promise<Glossary>;
  rewrite: () => Promise<void>;
  /** What was corrected, begun or finished since. */
  changed: (since: string) => Promise<Schemas["SegmentList"]>;
}

export function callsOf(slug: string): Calls {
  const room = `/rooms/${encodeURIComponent(slug)}`;
  const at = (segment: string): string => `${room}/segments/${encodeURIComponent(segment)}`;
  return {
    text: (segment, revision, text, id) => call("PATCH", at(segment), { revision, text, id }),
    speaker: (segment, revision, change) => call("PATCH", `${at(segment)}/speaker`, { revision, ...change }),
    split: (segment, revision, place) => call("POST", `${at(segment)}/split`, { revision, at: place }),
    join: (segment, revision, next, nextRevision) =>
      call("POST", `${at(segment)}/join`, { revision, next, next_revision: nextRevision }),
    history: (segment) => call("GET", `${at(segment)}/history`),
    undo: (edit) => call("POST", `${room}/edits/${encodeURIComponent(edit)}/undo`, {}),
    preview: (term) => call("POST", `${room}/replacements/preview`, term),
    replace: (term, left, glossary) => call("POST", `${room}/replacements`, { ...term, left, glossary }),
    glossary: () => call("GET", `${room}/glossary`),
    setGlossary: (terms, others) =>
      call("PUT", `${room}/glossary`, others === null ? { terms } : { terms, from_other_meetings: others }),
    rewrite: () => call("POST", `${room}/minutes/rewrite`),
    changed: (since) => call("GET", `${room}/segments?limit=1000&since=${encodeURIComponent(since)}`),
  };
}

/** The segment as it is now, of a refusal because somebody changed it. */
export function currentOf(error: unknown): Current | null {
  return error instanceof ApiError && error.kind === "segment-changed" ? (error.problem.current ?? null) : null;
}
