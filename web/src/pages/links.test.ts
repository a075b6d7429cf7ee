import { describe, expect, it } from "vitest";
import { addressesOf, roomLink, slugOf } from "./links";

describe("slugOf", () => {
  it.each([
    ["atrium", "atrium"],
    ["  abc-defg-hij ", "abc-defg-hij"],
    ["ABC-DEFG-HIJ", "abc-defg-hij"],
    ["http://localhost:8000/r/atrium", "atrium"],
    ["https://meet.example.org/m/atrium?from=mail#s-1", "atrium"],
    ["meet.example.org/r/atrium/", "atrium"],
    ["/r/atrium", "atrium"],
  ])("reads the code in %s", (pasted, slug) => {
    expect(slugOf(pasted)).toBe(slug);
  });

  it.each(["", "   ", "two words", "https://example.org/", "javascript:alert(1)", "../etc", "/r/<b>", "-x"])(
    "finds none in %j",
    (pasted) => {
      expect(slugOf(pasted)).toBeNull();
    },
  );
});

it("takes addresses apart however they were separated, each once", () => {
  expect(addressesOf("bob@example.org\ncarol@example.org; bob@example.org,\n")).toEqual([
    "bob@example.org",
    "carol@example.org",
  ]);
});

it("makes the link of a room", () => {
  expect(roomLink("https://meet.example.org", "atrium")).toBe("https://meet.example.org/r/atrium");
});
