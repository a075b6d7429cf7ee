import { describe, expect, it } from "vitest";
import { moved, sectionOf } from "./ownSections";

describe("sections of a template", () => {
  it("move up and down, and stay at the ends", () => {
    expect(moved(["a", "b", "c"], "b", -1)).toEqual(["b", "a", "c"]);
    expect(moved(["a", "b", "c"], "b", 1)).toEqual(["a", "c", "b"]);
    expect(moved(["a", "b"], "a", -1)).toEqual(["a", "b"]);
    expect(moved(["a", "b"], "b", 1)).toEqual(["a", "b"]);
  });

  it("have an instruction only where they are one's own", () => {
    expect(sectionOf("summary", " Short ", "in verse")).toEqual({ kind: "summary", heading: "Short", instruction: "" });
    expect(sectionOf("custom", "Risks", " all ")).toEqual({ kind: "custom", heading: "Risks", instruction: "all" });
  });
});
