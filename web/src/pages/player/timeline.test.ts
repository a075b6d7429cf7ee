import { describe, expect, it } from "vitest";
import { afterSilence, countBefore, segmentAt, silencesOf, spokenAt } from "./timeline";

const segment = (id: string, startMs: number, endMs: number) => ({ id, seq: startMs, startMs, endMs });
const ids = (found: { id: string }[]) => found.map(({ id }) => id).join("");

const TALK = [segment("a", 1000, 9000), segment("b", 2000, 3000), segment("c", 12_000, 13_000)];

describe("a moment", () => {
  it.each([
    [0, ""],
    [1000, "a"],
    [2500, "ab"],
    [3000, "a"],
    [9000, ""],
    [12_500, "c"],
    [99_000, ""],
  ])("at %i ms is spoken by %s", (ms, spoken) => expect(ids(spokenAt(TALK, ms))).toBe(spoken));

  it("in silence belongs to what was said last", () => {
    expect(segmentAt(TALK, 10_000)?.id).toBe("b");
    expect(segmentAt(TALK, 0)?.id).toBe("a");
    expect(segmentAt([], 0)).toBeNull();
  });

  it("is found in a meeting of four hours without looking at every segment", () => {
    let asked = 0;
    const long = Array.from({ length: 4000 }, (_, n) => ({
      get startMs() {
        asked += 1;
        return n * 3600;
      },
    }));
    expect(countBefore(long, 7_200_000)).toBe(2001);
    expect(asked).toBeLessThan(20);
  });
});

describe("silence", () => {
  it("is what nobody fills, less a margin for words whose times are not exact", () => {
    expect(silencesOf(TALK)).toEqual([{ startMs: 9300, endMs: 11_700 }]);
  });

  it("before the first word counts too", () => {
    expect(silencesOf([segment("a", 60_000, 61_000)])).toEqual([{ startMs: 0, endMs: 59_700 }]);
  });

  it("is left for the next word, but not while somebody speaks, nor at the end", () => {
    const silences = silencesOf(TALK);
    expect([8000, 9400, 11_700, 50_000].map((ms) => afterSilence(silences, ms))).toEqual([null, 11_700, null, null]);
  });
});
