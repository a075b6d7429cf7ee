import { expect, it } from "vitest";
import { ApiError, type RecordingView } from "../api";
import { buttonOf, isAsked, isFilmed, markOf, Recording, wordsOf } from "./recording";

const VIEW: RecordingView = {
  id: null,
  status: "none",
  started_by: null,
  started_at: null,
  may_control: true,
  consent: null,
  agreed: [],
  declined: [],
  video: "off",
  video_fault: null,
};
const refused = new ApiError({ type: "urn:parley:problem:conflict", title: "", status: 409, detail: "" });

function stage() {
  const asked: string[] = [];
  const answers: ((view: RecordingView) => void)[] = [];
  const ask = (what: string) => {
    asked.push(what);
    return new Promise<RecordingView>((resolve) => answers.push(resolve));
  };
  const model = new Recording(
    {
      recording: () => ask("look"),
      setRecording: (_, on) => ask(on ? "start" : "stop"),
      setRecordingConsent: (_, agreed) => ask(agreed ? "agree" : "decline"),
    },
    "atrium",
  );
  return { model, asked, answers };
}

it.each([
  [undefined, "off"],
  ["", "off"],
  ["on", "on"],
  ["failing", "failing"],
  ["anything else", "off"],
] as const)("reads the transcriber's %j as %s", (attribute, mark) => {
  expect(markOf(attribute)).toBe(mark);
});

it("shows what the server answered", async () => {
  const { model, asked, answers } = stage();
  const done = model.set(true);
  answers[0]?.({ ...VIEW, status: "starting", consent: true });
  await done;
  expect(asked).toEqual(["start"]);
  expect(model.now()?.status).toBe("starting");
});

it("does not go back to an answer that a later one overtook", async () => {
  const { model, answers } = stage();
  const look = model.refresh();
  const decline = model.consent(false);
  answers[1]?.({ ...VIEW, consent: false });
  await decline;
  answers[0]?.(VIEW);
  await look;
  expect(model.now()?.consent).toBe(false);
});

it("keeps what it knows when the server does not answer", async () => {
  const model = new Recording(
    {
      recording: () => Promise.reject(refused),
      setRecording: () => Promise.reject(refused),
      setRecordingConsent: () => Promise.reject(refused),
    },
    "atrium",
  );
  await model.refresh();
  expect(model.now()).toBeNull();
  await expect(model.set(true)).rejects.toBe(refused);
});

it.each([
  ["off", null, null],
  ["on", null, "This meeting is recorded. You are not in it until you agree."],
  ["on", true, "This meeting is recorded. You are in it."],
  ["on", false, "This meeting is recorded. You are heard, and not in it."],
  ["failing", true, "The recording fails: what is said now is not recorded."],
] as const)("tells everybody of %s with consent %j", (mark, consent, words) => {
  expect(wordsOf(mark, consent)?.long ?? null).toBe(words);
});

it("asks only who has not answered, and only while it records", () => {
  expect(isAsked("on", VIEW)).toBe(true);
  expect(isAsked("failing", VIEW)).toBe(true);
  expect(isAsked("on", { ...VIEW, consent: false })).toBe(false);
  expect(isAsked("off", VIEW)).toBe(false);
  expect(isAsked("on", null)).toBe(false);
});

it.each([
  ["off", "none", { starts: true, pending: false }],
  ["off", "starting", { starts: false, pending: true }],
  ["on", "recording", { starts: false, pending: false }],
  ["on", "processing", { starts: true, pending: true }],
  ["off", "processing", { starts: true, pending: false }],
] as const)("has the button say what it does: %s, %s", (mark, status, button) => {
  expect(buttonOf(mark, { ...VIEW, status })).toEqual(button);
});

it("has video where the server makes some", () => {
  expect([null, VIEW, { ...VIEW, video: "none" as const }].map(isFilmed)).toEqual([false, false, true]);
});
