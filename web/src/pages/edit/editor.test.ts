import { beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "../../api";
import type { Calls, Corrected, Current } from "./calls";
import { Editor } from "./editor";

const SEGMENT = { id: "s", revision: 3, text: "good mourning" };
const NEXT = { id: "n", revision: 1, text: "all" };

function corrected(text: string, revision: number): Corrected {
  return { edit_id: "e", segments: [{ id: "s", text, revision } as Corrected["segments"][number]] };
}

function refusal(status: number, kind: string, current?: Current): ApiError {
  return new ApiError({ type: `urn:parley:problem:${kind}`, title: "No", status, detail: "Not so.", current });
}

const CHANGED: Current = { segment_id: "s", revision: 7, text: "Good evening.", speaker: "Bob", by: "Alice" };

describe("the editor of a segment", () => {
  let sent: unknown[][];
  let answers: (Corrected | ApiError)[];
  let states: string[];
  let editor: Editor;

  beforeEach(() => {
    sent = [];
    answers = [];
    states = [];
    const answer =
      (name: string) =>
      (...given: unknown[]): Promise<Corrected> => {
        sent.push([name, ...given]);
        const next = answers.shift() ?? corrected("Good morning.", 4);
        return next instanceof ApiError ? Promise.reject(next) : Promise.resolve(next);
      };
    const calls = Object.fromEntries(["text", "speaker", "split", "join", "undo"].map((name) => [name, answer(name)]));
    editor = new Editor(SEGMENT, calls as unknown as Calls, () => states.push(editor.status));
  });

  it("saves the draft as of the revision that was seen", async () => {
    editor.draft = "Good morning.";
    expect(await editor.save()).toEqual(corrected("Good morning.", 4));
    expect(sent[0]?.slice(0, 4)).toEqual(["text", "s", 3, "Good morning."]);
    expect([states, editor.isDirty]).toEqual([["saving", "editing"], false]);
  });

  it("shows what somebody else wrote, and goes on with it", async () => {
    answers = [refusal(409, "segment-changed", CHANGED)];
    editor.draft = "Good morning.";
    expect(await editor.save()).toBeNull();
    expect([editor.status, editor.current?.by, editor.draft]).toEqual(["conflict", "Alice", "Good morning."]);
    editor.takeTheirs();
    expect([editor.status, editor.draft, editor.isDirty]).toEqual(["editing", "Good evening.", false]);
    await editor.save();
    expect(sent[1]?.slice(0, 3)).toEqual(["text", "s", 7]);
  });

  it("saves the draft over what somebody else wrote", async () => {
    answers = [refusal(409, "segment-changed", CHANGED)];
    editor.draft = "Good morning.";
    await editor.save();
    await editor.keepMine();
    expect(sent[1]?.slice(0, 4)).toEqual(["text", "s", 7, "Good morning."]);
  });

  it("keeps the draft where saving failed, and sends it again under the same id", async () => {
    answers = [refusal(503, "unavailable")];
    editor.draft = "Good morning.";
    expect(await editor.save()).toBeNull();
    expect([editor.status, editor.problem, editor.draft]).toEqual(["failed", "Not so.", "Good morning."]);
    await editor.save();
    expect(sent[0]?.[4]).toBe(sent[1]?.[4]);
  });

  it("saves a changed text before it splits, and counts letters", async () => {
    answers = [corrected("👍 good morning", 4)];
    editor.draft = " 👍 good morning";
    await editor.split(4);
    expect(sent.map(([name]) => name)).toEqual(["text", "split"]);
    expect(sent[1]).toEqual(["split", "s", 4, 2]);
  });

  it("does nothing more where the text could not be saved", async () => {
    answers = [refusal(422, "invalid")];
    editor.draft = "x";
    expect(await editor.join(NEXT)).toBeNull();
    expect(sent.map(([name]) => name)).toEqual(["text"]);
  });

  it("tells of a neighbour that somebody changed without asking about the draft", async () => {
    answers = [refusal(409, "segment-changed", { ...CHANGED, segment_id: "n" })];
    await editor.join(NEXT);
    expect([editor.status, editor.problem]).toEqual(["failed", "Not so."]);
  });
});
