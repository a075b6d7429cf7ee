import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError, api, type RoomForViewer } from "../../api";
import { App } from "./App";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const GONE = new ApiError({ type: "about:blank", title: "", status: 404, detail: "" });
const went = vi.fn();
let root: Root;

beforeEach(() => {
  vi.spyOn(location, "replace").mockImplementation(went);
  document.body.innerHTML = '<div id="room" data-slug="aaa-bbbb-ccc" data-link="team-room"></div>';
  root = createRoot(document.body.appendChild(document.createElement("div")));
});
afterEach(() => {
  act(() => root.unmount());
  vi.restoreAllMocks();
  went.mockReset();
  document.body.replaceChildren();
});

/** Opens the page of a meeting of which the server says so. */
async function open(answer: Promise<RoomForViewer>, { lasts }: { lasts: boolean }): Promise<void> {
  document.getElementById("room")?.toggleAttribute("data-lasts", lasts);
  vi.spyOn(api, "room").mockReturnValue(answer);
  await act(async () => root.render(<App slug="aaa-bbbb-ccc" name="Team" />));
}
type Links = Pick<RoomForViewer, "link" | "permanent_slug">;
const UNTOLD: Links = { link: null, permanent_slug: null };
const ended = (links: Links): Promise<RoomForViewer> =>
  Promise.resolve({ slug: "aaa-bbbb-ccc", type: "permanent", status: "ended", ...links } as RoomForViewer);
const shown = (): string | undefined => document.querySelector<HTMLElement>("[data-testid=exit]")?.dataset.exit;

it.each([
  ["is over", () => ended({ link: "crew", permanent_slug: "ppp-pppp-ppp" }), "crew"],
  ["is over, and its links are no longer told", () => ended(UNTOLD), "team-room"],
  ["is not there any more", () => Promise.reject(GONE), "team-room"],
])("goes on to the next meeting of a permanent room when this one %s", async (_what, answer, link) => {
  await open(answer(), { lasts: true });
  expect([went.mock.calls, shown()]).toEqual([[[`${location.origin}/r/${link}`]], undefined]);
});

it("tells the end of a meeting that no other follows", async () => {
  await open(ended(UNTOLD), { lasts: false });
  expect([went.mock.calls, shown()]).toEqual([[], "ended"]);
});
