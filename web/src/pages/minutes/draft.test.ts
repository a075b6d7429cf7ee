import { describe, expect, it } from "vitest";
import { ApiError } from "../../api";
import type { Calls, Element } from "./calls";
import { ElementDraft } from "./draft";

const TOPIC: Element = {
  id: "e",
  section: "topics",
  title: "Roof",
  text: "It leaks.",
  evidence: [],
  revision: 2,
  edited: null,
};

type Sent = Parameters<Calls["change"]>;

function calls(answer: () => Promise<never> | Promise<{ edit_id: string; element: Element }>): [Calls, Sent[]] {
  const sent: Sent[] = [];
  const unused = () => Promise.reject(new Error("not asked for"));
  const change: Calls["change"] = (...args) => {
    sent.push(args);
    return answer();
  };
  return [{ list: unused, add: unused, remove: unused, undo: unused, change }, sent];
}

const ids = () => {
  let n = 0;
  return () => `id-${++n}`;
};
const done = () => Promise.resolve({ edit_id: "x", element: TOPIC });
const conflict = () =>
  Promise.reject(
    new ApiError({
      type: "urn:parley:problem:minutes-element-changed",
      title: "This was changed meanwhile",
      detail: "",
      status: 409,
      current_element: { id: "e", revision: 5, title: "Roof", text: "It is dry.", by: "Bob" },
    }),
  );

describe("an element that is edited", () => {
  it("is dirty only while its words differ", () => {
    const draft = new ElementDraft(TOPIC, calls(done)[0]);
    draft.text = "It leaks. ";
    expect(draft.isDirty).toBe(false);
    draft.title = "The roof";
    expect(draft.isDirty).toBe(true);
  });

  it("sends only what changed, and the same save under the same id", async () => {
    const [door, sent] = calls(done);
    const draft = new ElementDraft(TOPIC, door, ids());
    draft.text = "It leaks twice.";
    await draft.save();
    await draft.save();
    draft.text = "It leaks thrice.";
    await draft.save();
    expect(sent.map(([, revision, words, id]) => [revision, words, id])).toEqual([
      [2, { text: "It leaks twice." }, "id-1"],
      [2, { text: "It leaks twice." }, "id-1"],
      [2, { text: "It leaks thrice." }, "id-2"],
    ]);
  });

  it.each([
    ["mine", "It leaks twice."],
    ["theirs", "It is dry."],
  ] as const)("goes on from another's words with %s", async (whose, text) => {
    const [door, sent] = calls(conflict);
    const draft = new ElementDraft(TOPIC, door, ids());
    draft.text = "It leaks twice.";
    expect(await draft.save()).toBeNull();
    expect(draft.current?.by).toBe("Bob");
    draft.settle(whose);
    expect([draft.text, draft.current]).toEqual([text, null]);
    await draft.save();
    expect(sent[1]?.[1]).toBe(5);
  });
});
