import { describe, expect, it } from "vitest";
import { badgeWords } from "./Header";

const words = (fault: string, lag: string) => {
  const { words, more = "" } = badgeWords("whisper", "en", fault, lag);
  return words + more;
};

describe("the transcriber's badge", () => {
  it.each([
    ["", "", "Transcribing"],
    ["delayed", "", "Captions are late"],
    ["delayed", "10", "Captions are late by about 10 s"],
    ["delayed", "soon", "Captions are late"],
    ["engine", "10", "Captions are failing"],
    ["encrypted", "", "Not everybody captioned"],
    ["network", "", "Somebody’s connection is lost"],
  ])("with fault %j and lag %j says %s", (fault, lag, said) => {
    expect(words(fault, lag)).toBe(said);
  });

  it("says when nobody transcribes", () => {
    expect(badgeWords("none", "", "", "").words).toBe("No captions yet");
    expect(badgeWords("none", "", "", "", true).title).toContain("No transcriber is free");
  });
});
