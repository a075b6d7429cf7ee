import { describe, expect, it } from "vitest";
import { type Answer, FRESH_MS, leftOutSentence, Policy, SETTLE_MS } from "./policy";

const ALL: Answer = { is_recording: true, everybody_off: false, identities: ["ann", "bob"] };

/** A policy to which everything says yes since long ago. */
function settled(): { policy: Policy; now: number } {
  const policy = new Policy();
  policy.marked("on", "", 0);
  policy.answered(policy.asking(), ALL, 0);
  policy.answered(policy.asking(), ALL, SETTLE_MS);
  return { policy, now: SETTLE_MS };
}

describe("Policy", () => {
  it("shows nobody before everything is known", () => {
    const policy = new Policy();
    expect(policy.shows("ann", 0)).toBe(false);
    expect(policy.silence(0)).toBe("unknown");
    policy.answered(policy.asking(), ALL, 0);
    expect([policy.shows("ann", SETTLE_MS), policy.silence(0)]).toEqual([false, "not-recording"]);
  });

  it("shows who agreed, and nobody else", () => {
    const { policy, now } = settled();
    expect(["ann", "bob", "cid"].map((each) => policy.shows(each, now))).toEqual([true, true, false]);
    expect(["ann", "cid"].map((each) => policy.leavesOut(each, now))).toEqual([false, true]);
  });

  it("waits until what was said before has arrived", () => {
    const policy = new Policy();
    policy.marked("on", "", 0);
    policy.answered(policy.asking(), ALL, 0);
    expect([policy.shows("ann", SETTLE_MS - 1), policy.shows("ann", SETTLE_MS)]).toEqual([false, true]);
  });

  it.each<[string, Answer]>([
    ["stopped", { ...ALL, is_recording: false }],
    ["off the record", { ...ALL, everybody_off: true }],
    ["without them", { ...ALL, identities: ["bob"] }],
  ])("hides somebody with the server's next answer: %s", (_, answer) => {
    const { policy, now } = settled();
    policy.answered(policy.asking(), answer, now);
    expect(policy.shows("ann", now)).toBe(false);
    policy.answered(policy.asking(), ALL, now + 1);
    expect(policy.shows("ann", now + SETTLE_MS)).toBe(false);
    expect(policy.shows("ann", now + 1 + SETTLE_MS)).toBe(true);
  });

  it.each([
    ["the mark is gone", undefined, ""],
    ["nothing can be written", "failing", ""],
    ["everybody is off the record", "on", "all"],
    ["they are", "on", "ann"],
  ])("hides somebody when the transcriber says so: %s", (_, recording, offRecord) => {
    const { policy, now } = settled();
    policy.marked(recording, offRecord, now);
    expect(policy.shows("ann", now)).toBe(false);
  });

  it("hides all at once when the rows change, and shows them again after an answer that says the same", () => {
    const { policy, now } = settled();
    policy.forget();
    expect([policy.shows("ann", now), policy.silence(now)]).toEqual([false, "unknown"]);
    policy.answered(policy.asking(), ALL, now + 20);
    expect(policy.shows("ann", now + 20)).toBe(true);
  });

  it("does not believe an answer to a question asked before the change", () => {
    const { policy, now } = settled();
    const asked = policy.asking();
    policy.forget();
    policy.answered(asked, ALL, now);
    expect(policy.shows("ann", now)).toBe(false);
  });

  it("shows nobody when the server has not answered for long", () => {
    const { policy, now } = settled();
    const late = now + FRESH_MS + 1;
    policy.step(late);
    expect([policy.shows("ann", late), policy.silence(late)]).toEqual([false, "unknown"]);
    policy.answered(policy.asking(), ALL, late);
    expect(policy.shows("ann", late)).toBe(false);
  });

  it("names the reason for silence", () => {
    const { policy, now } = settled();
    expect(policy.silence(now)).toBeNull();
    policy.answered(policy.asking(), { ...ALL, identities: [] }, now);
    expect(policy.silence(now)).toBe("nobody");
    policy.answered(policy.asking(), { ...ALL, everybody_off: true }, now);
    expect(policy.silence(now)).toBe("off-record");
  });
});

describe("leftOutSentence", () => {
  it("counts and never names", () => {
    expect([0, 1, 3].map(leftOutSentence)).toEqual(["", "1 person is not recorded", "3 people are not recorded"]);
  });
});
