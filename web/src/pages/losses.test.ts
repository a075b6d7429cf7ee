import { describe, expect, it } from "vitest";
import { type Kept, losses, sentenceOf } from "./losses";

const ENDED = new Date("2026-11-01T10:30:00Z");
const TODAY = new Date("2026-11-27T20:00:00Z");

function goes(kept: Partial<Kept>): string[] {
  const found = losses([{ goes: "Chat", now: null, server: null, wanted: 0, ...kept }], ENDED, TODAY);
  return found.map((loss) => sentenceOf(loss, TODAY, "en-GB", "UTC"));
}

describe("losses", () => {
  it("says when something goes that was kept for ever", () => {
    expect(goes({ wanted: 30 })).toEqual([expect.stringMatching(/^Chat: after .*1 Dec 2026$/)]);
  });

  it("says that it goes within a day where the days are over", () => {
    expect(goes({ wanted: 7 })).toEqual(["Chat: within a day"]);
    expect(goes({ now: 30, wanted: 1 })).toEqual(["Chat: within a day"]);
  });

  it.each([
    ["the same days", { now: 30, wanted: 30 }],
    ["more days", { now: 30, wanted: 60 }],
    ["for ever, as before", {}],
    ["for ever, instead of days", { now: 30, wanted: 0 }],
    ["the server's days, as before", { now: 30, server: 30, wanted: 0 }],
    ["more than the server's days", { now: 30, server: 30, wanted: 400 }],
  ])("names nothing for %s", (_, kept) => {
    expect(goes(kept)).toEqual([]);
  });

  it("does not name what is over by today's days already", () => {
    expect(goes({ now: 20, wanted: 10 })).toEqual([]);
  });

  it("never counts more than the server's days", () => {
    expect(goes({ server: 30, wanted: 400 })).toEqual([expect.stringContaining("1 Dec 2026")]);
  });
});
