import { beforeEach, expect, it } from "vitest";
import type { RoomForViewer } from "../api";
import { linkHere, linkToNext, takeLink } from "./link";

type Told = Parameters<typeof takeLink>[0];
const SLUG = "aaa-bbbb-ccc";
const told = (change: Partial<RoomForViewer> = {}): Told => ({
  slug: SLUG,
  type: "instant",
  link: null,
  permanent_slug: null,
  ...change,
});
const passedOn = (): string => linkHere().replace(`${location.origin}/r/`, "");

/** The page as the server gives it to who came by this. */
function came(link: string, lasts = ""): void {
  document.body.innerHTML = `<div id="room" data-slug="${SLUG}" data-link="${link}" ${lasts}></div>`;
}
beforeEach(() => came(SLUG));

it("passes on a link from when it is chosen, and the generated one from when it is removed", () => {
  takeLink(told({ link: "stand-up" }));
  expect(passedOn()).toBe("stand-up");
  takeLink(told({ link: "daily" }));
  expect(passedOn()).toBe("daily");
  takeLink(told());
  expect(passedOn()).toBe(SLUG);
});

it("goes on to a permanent room's next meeting by the link that it has by then", () => {
  came("team", "data-lasts");
  takeLink(told({ type: "permanent", link: "crew", permanent_slug: "ppp-pppp-ppp" }));
  expect(linkToNext()).toBe(`${location.origin}/r/crew`);
  takeLink(told({ type: "permanent", permanent_slug: "ppp-pppp-ppp" }));
  expect(linkToNext()).toBe(`${location.origin}/r/ppp-pppp-ppp`);
});

it("keeps a permanent room's link where the server does not tell it after a meeting's end", () => {
  came("team", "data-lasts");
  takeLink(told({ type: "permanent" }));
  expect(linkToNext()).toBe(`${location.origin}/r/team`);
});

it("keeps the meeting's link in its breakout rooms", () => {
  came("stand-up");
  takeLink(told({ slug: "bbb-bbbb-bbb" }));
  expect(passedOn()).toBe("stand-up");
});

it("follows a series' link where its host came by it", () => {
  came("weekly");
  takeLink(told({ type: "recurring", link: "weekly" }));
  takeLink(told({ type: "recurring", link: "plan" }));
  expect(passedOn()).toBe("plan");
  takeLink(told({ type: "recurring" }));
  expect(passedOn()).toBe(SLUG);
});

it("passes on one meeting of a series to who came to that one, and its link to who came by it", () => {
  takeLink(told({ type: "recurring", link: "weekly" }));
  takeLink(told({ type: "recurring", link: "plan" }));
  expect(passedOn()).toBe(SLUG);
  came("weekly");
  takeLink(told({ type: "recurring" }));
  expect(passedOn()).toBe("weekly");
});
