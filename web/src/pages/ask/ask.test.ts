import { describe, expect, it } from "vitest";
import { type Answer, after, BEGUN, clock, ended, failed, linkTo, type Quote, statusOf } from "./answer";
import { EventReader, readEvents, type StreamEvent } from "./stream";

const QUOTE: Quote = {
  segment_id: "0b",
  slug: "atrium",
  meeting: "Atrium",
  started_at: null,
  speaker: "Bob",
  start_ms: 75_900,
  text: "In April.",
};

describe("EventReader", () => {
  it("gives an event once it is whole, however it is cut", () => {
    const reader = new EventReader();
    const text = 'event: end\ndata: {"method": "quotes"}\n\n: beat\n\n';
    const found = [...text].flatMap((letter) => reader.take(letter));
    expect(found).toEqual([{ name: "end", data: { method: "quotes" } }]);
  });

  it.each([": beat\n\n", "data: {\n\n", "event: x\n\n", "\n\n"])("passes over %j", (text) => {
    expect(new EventReader().take(text)).toEqual([]);
  });

  it("reads a response to its end", async () => {
    const events: StreamEvent[] = [];
    await readEvents(new Response('event: a\ndata: 1\n\nevent: b\ndata: "ü"\n\n'), (event) => events.push(event));
    expect(events.map((event) => event.data)).toEqual([1, "ü"]);
  });
});

const told = (...events: [string, unknown][]): Answer =>
  events.reduce((answer, [name, data]) => after(answer, { name, data }), BEGUN);

describe("after", () => {
  it("shows quotations before sentences", () => {
    const answer = told(["quotes", { quotes: [QUOTE] }]);
    expect(answer.phase).toBe("writing");
    expect(answer.quotes).toEqual([QUOTE]);
  });

  it("keeps sentences in their order, and none of a worker that was replaced", () => {
    const sentence = (text: string): [string, unknown] => ["statement", { text, citations: [QUOTE] }];
    const answer = told(sentence("A"), ["restart", {}], sentence("B"), sentence("C"));
    expect(answer.statements.map((each) => each.text)).toEqual(["B", "C"]);
  });

  it("is the same after an event it does not know", () => {
    expect(told(["later", {}])).toBe(BEGUN);
  });
});

describe("statusOf", () => {
  it.each<[Answer, string]>([
    [BEGUN, "Looking in your meetings…"],
    [told(["end", { method: "nothing", note: null }]), "Not said in these meetings."],
    [told(["end", { method: "quotes", note: null }]), "In people’s own words:"],
    [told(["end", { method: "quotes", note: "No answer." }]), "No answer."],
    [told(["end", { method: "model", note: null }]), ""],
    [told(["error", { detail: "Try again later." }]), "Try again later."],
    [ended(BEGUN), "The question could not be answered. Try again."],
    [failed(BEGUN, "Away."), "Away."],
  ])("says how far %o is", (answer, words) => {
    expect(statusOf(answer, "meetings")).toBe(words);
  });

  it("ends as it ended", () => {
    const done = told(["end", { method: "model", note: "" }]);
    expect(ended(done)).toBe(done);
  });
});

it("writes times and links", () => {
  expect([clock(75_900), clock(3_675_000)]).toEqual(["1:15", "1:01:15"]);
  expect(linkTo(QUOTE)).toBe("/m/atrium?t=75#s-0b");
});
