import { expect, it } from "vitest";
import { after, EVENTS, isInside, PRESENCES, TABLE } from "./presence";

const ALLOWED = [
  "connecting joined connected",
  "connecting unreachable waiting",
  "connecting media-blocked blocked",
  "connecting ended over",
  "connected interrupted reconnecting",
  "connected lost waiting",
  "connected ended over",
  "reconnecting resumed connected",
  "reconnecting lost waiting",
  "reconnecting ended over",
  "waiting due rejoining",
  "waiting ended over",
  "rejoining joined connected",
  "rejoining unreachable waiting",
  "rejoining media-blocked blocked",
  "rejoining ended over",
  "blocked due retrying",
  "blocked ended over",
  "retrying joined connected",
  "retrying unreachable waiting",
  "retrying media-blocked blocked",
  "retrying ended over",
];
const PAIRS = PRESENCES.flatMap((presence) => EVENTS.map((event) => [presence, event] as const));

it.each(PAIRS)("%s on %s goes where the list says, or nowhere", (presence, event) => {
  const expected = ALLOWED.find((line) => line.startsWith(`${presence} ${event} `))?.split(" ")[2] ?? null;
  expect(after(presence, event)).toBe(expected);
});

it("ends from everywhere, for good", () => {
  for (const presence of PRESENCES) expect(after(presence, "ended")).toBe(presence === "over" ? null : "over");
  expect(TABLE.over).toEqual({});
});

it("is never without a way on before the end", () => {
  for (const presence of PRESENCES)
    if (presence !== "over") expect(Object.keys(TABLE[presence])).not.toEqual(["ended"]);
});

it("sends only where there is a connection", () => {
  expect(PRESENCES.filter(isInside)).toEqual(["connected", "reconnecting"]);
});
