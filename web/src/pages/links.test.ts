import { describe, expect, it } from "vitest";
import { entriesOf, meetingName, roomLink, slugOf } from "./links";

describe("slugOf", () => {
  it.each([
    ["atrium", "atrium"],
    ["  abc-defg-hij ", "abc-defg-hij"],
    ["ABC-DEFG-HIJ", "abc-defg-hij"],
    ["http://localhost:8000/r/atrium", "atrium"],
    ["https://meet.example.org/m/atrium?from=mail#s-1", "atrium"],
    ["meet.example.org/r/atrium/", "atrium"],
    ["/r/atrium", "atrium"],
    ["<https://meet.example.org/r/atrium>", "atrium"],
    ["“https://meet.example.org/r/atrium”.", "atrium"],
    ["https://meet.example.org/r/atrium.", "atrium"],
    ["(https://meet.example.org/r/atrium)", "atrium"],
    ["https://meet.example.org/R/ATRIUM", "atrium"],
    ["Hi, join us at https://meet.example.org/r/abc-defg-hij, we begin at ten!", "abc-defg-hij"],
    ["[Meeting](https://meet.example.org/r/atrium)", "atrium"],
    ["https://safe.example.com/?url=https%3A%2F%2Fmeet.example.org%2Fr%2Fatrium&data=1", "atrium"],
    ["\u2068atrium\u2069", "atrium"],
    ["atrium.", "atrium"],
    ["“atrium”", "atrium"],
    ["ａｔｒｉｕｍ", "atrium"],
    ["abc–defg–hij", "abc-defg-hij"],
    ["abc defg hij", "abc-defg-hij"],
    ["The code is abc-defg-hij.", "abc-defg-hij"],
  ])("reads the code in %s", (pasted, slug) => {
    expect(slugOf(pasted)).toBe(slug);
  });

  it.each([
    "",
    "   ",
    "two words",
    "we all talk now and then",
    "see https://example.org/about",
    "https://example.org/",
    "javascript:alert(1)",
    "../etc",
    "/r/<b>",
    "-x",
  ])("finds none in %j", (pasted) => {
    expect(slugOf(pasted)).toBeNull();
  });
});

it.each([
  [
    "bob@example.org\ncarol@example.org; dora@example.org,\n",
    ["bob@example.org", "carol@example.org", "dora@example.org"],
  ],
  ["Ann Smith <ann@example.org>, bob@example.org", ["Ann Smith <ann@example.org>", "bob@example.org"]],
  ['"Smith, Ann" <ann@example.org>;bob@example.org', ['"Smith, Ann" <ann@example.org>', "bob@example.org"]],
  ["Smith, Ann <ann@example.org>", ["Smith, Ann <ann@example.org>"]],
  ["ann@example.org (Ann, the first)", ["ann@example.org (Ann, the first)"]],
  ['an open "quote, ends\nwith the line', ['an open "quote, ends', "with the line"]],
  [" ,;\n", []],
])("takes the list of people %j apart", (text, entries) => {
  expect(entriesOf(text)).toEqual(entries);
});

it("makes the link of a room", () => {
  expect(roomLink("https://meet.example.org", "atrium")).toBe("https://meet.example.org/r/atrium");
});

it.each([
  ["Alice", "Alice’s meeting"],
  ["x".repeat(200), `${"x".repeat(100)}’s meeting`],
  ["👩‍👩‍👧".repeat(20), `${"👩‍👩‍👧".repeat(12)}’s meeting`],
])("names a meeting after its host %s, never half a letter", (host, name) => {
  expect(meetingName(host)).toBe(name);
});
