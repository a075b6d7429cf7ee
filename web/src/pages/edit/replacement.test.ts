import { beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "../../api";
import type { Calls, Misheard, Preview } from "./calls";
import { Replacement } from "./replacement";

const TERM: Misheard = { heard: "cuban needs", meant: "Kubernetes", matches_case: false, in_words: false };
const HIT = {
  segment_id: "a",
  revision: 1,
  speaker: "Bob",
  start_ms: 0,
  before: "",
  found: "",
  instead: "",
  after: "",
};
const PREVIEW: Preview = { hits: [HIT, { ...HIT, segment_id: "b" }], total: 2, segments: 2 };
const settled = async (): Promise<void> => {
  for (let n = 0; n < 5; n++) await Promise.resolve();
};

describe("a replacement", () => {
  let pause: (() => void) | null;
  let refused: ApiError | null;
  let sent: unknown[][];
  let replacement: Replacement;

  beforeEach(() => {
    pause = null;
    refused = null;
    sent = [];
    const answer =
      <T>(name: string, result: T) =>
      (...given: unknown[]): Promise<T> => {
        sent.push([name, ...given]);
        return refused ? Promise.reject(refused) : Promise.resolve(result);
      };
    const calls = {
      preview: answer("preview", PREVIEW),
      replace: answer("replace", { edit_id: "e", segments: 1 }),
      undo: answer("undo", { edit_id: "u", segments: [] }),
    };
    replacement = new Replacement(
      calls as unknown as Calls,
      () => undefined,
      (_, then) => {
        pause = then;
        return () => {
          pause = null;
        };
      },
    );
  });

  it("is previewed after a pause, and not before both terms are there", async () => {
    replacement.ask({ ...TERM, meant: " " });
    expect(pause).toBeNull();
    replacement.ask(TERM);
    pause?.();
    await settled();
    expect([replacement.words, replacement.canApply]).toEqual(["2 places in 2 sentences.", true]);
  });

  it("leaves what was left, and says what it did", async () => {
    replacement.ask(TERM);
    pause?.();
    await settled();
    replacement.leave("b", true);
    expect(await replacement.apply(true)).toBe(true);
    expect(sent.at(-1)).toEqual(["replace", TERM, ["b"], true]);
    expect([replacement.words, replacement.canApply]).toEqual(["Replaced in 1 sentence.", false]);
  });

  it("has nothing to apply where all is left", async () => {
    replacement.ask(TERM);
    pause?.();
    await settled();
    for (const segment of ["a", "b"]) replacement.leave(segment, true);
    expect(replacement.canApply).toBe(false);
  });

  it("is taken back, and previewed again", async () => {
    replacement.ask(TERM);
    pause?.();
    await settled();
    await replacement.apply(false);
    expect(await replacement.undo()).toBe(true);
    expect(sent.map(([name]) => name)).toEqual(["preview", "replace", "undo", "preview"]);
    expect(replacement.done).toBeNull();
  });

  it("says why it was refused", async () => {
    replacement.ask(TERM);
    pause?.();
    await settled();
    refused = new ApiError({ type: "about:blank", title: "No", status: 422, detail: "Too long." });
    expect(await replacement.apply(true)).toBe(false);
    expect([replacement.problem, replacement.canApply]).toEqual(["Too long.", true]);
  });
});
