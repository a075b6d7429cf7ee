import { readFileSync } from "node:fs";
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError, api, type RoomForViewer } from "../../api";
import { ENTRY, LINK_HINT, LINK_LABELS, RIGHTS } from "../../doors";
import { DoorDialog } from "./DoorDialog";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const SLUG = "aaa-bbbb-ccc";
const OPEN = {
  slug: SLUG,
  link: null,
  max_participants: 50,
  settings: {
    ...Object.fromEntries([...ENTRY, ...RIGHTS].map((name) => [name, false])),
    access: "link",
    guests: true,
    lobby: "off",
    max_minutes: 0,
  },
  viewer: { may_choose_link: true },
} as unknown as RoomForViewer;
const refusal = (kind: string, field?: string) =>
  new ApiError({
    type: `urn:parley:problem:${kind}`,
    title: "",
    status: field ? 422 : 409,
    detail: "It is taken.",
    ...(field && { problems: [{ field, message: "Only letters." }] }),
  });

let root: Root;
beforeEach(() => {
  root = createRoot(document.body.appendChild(document.createElement("div")));
});
afterEach(() => {
  act(() => root.unmount());
  document.body.replaceChildren();
});

async function open(room: RoomForViewer = OPEN): Promise<void> {
  vi.spyOn(api, "room").mockResolvedValue(room);
  await act(async () => root.render(<DoorDialog slug={SLUG} onClose={() => undefined} onSaved={() => undefined} />));
}
const link = () => document.querySelector<HTMLInputElement>("#doors-link");
const lobby = () => document.querySelector<HTMLSelectElement>("#doors-lobby")?.value;
const told = () => document.querySelector(".pl-hint[role=status]")?.textContent;

/** As a person does: React listens to the event, and compares with the value it set itself. */
function type(text: string): void {
  const input = link();
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, text);
  act(() => void input?.dispatchEvent(new Event("input", { bubbles: true })));
}
async function save(): Promise<void> {
  await act(async () => document.querySelector("form")?.requestSubmit());
}

it("lets guests wait while there is a link, says so, and leaves the choice as it was without one", async () => {
  const change = vi.spyOn(api, "changeRoom").mockResolvedValue(OPEN);
  await open();
  type("p");
  expect([lobby(), told()]).toEqual(["guests", "With this link, guests wait at the door."]);
  type("");
  expect([lobby(), told()]).toEqual(["off", ""]);
  await save();
  expect(change).not.toHaveBeenCalled();
  type("plan");
  await save();
  expect(change).toHaveBeenCalledWith(SLUG, { link: "plan", settings: { lobby: "guests" } });
});

it.each([
  ["instant", "Link"],
  ["recurring", "Link of the series"],
  ["permanent", "Link of the room"],
] as const)("names what the link of a meeting of type %s leads to", async (type, label) => {
  await open({ ...OPEN, type });
  expect(link()?.labels?.[0]?.textContent).toBe(label);
});

it("says of links what the page's form says", () => {
  const form = readFileSync("../server/pages/templates/link_field.html", "utf8");
  const ofRoom = form.replace("{% if own %}", "").replace(/{% else %}Leave it empty.*?{% endif %}/, "");
  expect(ofRoom).toContain(`>${LINK_HINT}<`);
  for (const label of Object.values(LINK_LABELS)) expect(form).toContain(label);
});

it.each([
  [refusal("link-taken"), "It is taken."],
  [refusal("invalid", "link"), "Only letters."],
])("tells at the link why it is refused (%#)", async (error, words) => {
  vi.spyOn(api, "changeRoom").mockRejectedValue(error);
  await open();
  type("plan");
  await save();
  const described = link()?.getAttribute("aria-describedby")?.split(" ") ?? [];
  expect(described.map((id) => document.getElementById(id)?.textContent)).toContain(words);
  expect([link()?.getAttribute("aria-invalid"), document.activeElement]).toEqual(["true", link()]);
  expect(document.querySelector("[role=alert]")).toBeNull();
});

it("tells other refusals above the form", async () => {
  vi.spyOn(api, "changeRoom").mockRejectedValue(refusal("conflict"));
  await open();
  type("plan");
  await save();
  expect(document.querySelector("[role=alert]")?.textContent).toContain("It is taken.");
  expect(link()?.getAttribute("aria-invalid")).toBe("false");
});

it("has no field where one may not choose", async () => {
  await open({ ...OPEN, viewer: { ...OPEN.viewer, may_choose_link: false } });
  expect([link(), lobby()]).toEqual([null, "off"]);
});
