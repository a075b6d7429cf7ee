import { act, type ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Joined, RoomForViewer } from "../../api";
import { aVisit } from "../breakouts/examples";
import { aHistory, aLine } from "../captions/examples";
import type { Line } from "../captions/line";
import { CaptionStore } from "../captions/store";
import { DisplayNames } from "../people/names";
import { readPreferences } from "../preferences";
import { Session } from "../session";
import { CaptionStrip } from "./CaptionStrip";
import { CaptionsOnly } from "./CaptionsOnly";
import { Meeting } from "./Meeting";
import { TranscriptPanel } from "./TranscriptPanel";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const SPEAKERS = 8;
const settings = readPreferences({ getItem: () => null });
const nothing = () => undefined;

const JOINED = {
  participant: { id: "me", role: "participant" },
  room: {},
  rights: { may: [], over: {} },
  livekit: { url: "", token: "" },
} as unknown as Joined;

let captions: CaptionStore;
let names: DisplayNames;
let root: Root;
/** How often the words of each line were rendered. */
let rendered: Map<string, number>;

beforeEach(() => {
  captions = new CaptionStore();
  names = new DisplayNames();
  rendered = new Map();
  root = createRoot(document.body.appendChild(document.createElement("div")));
});
afterEach(() => {
  act(() => root.unmount());
  document.body.replaceChildren();
});

/** A line that counts how often it is rendered: a view asks for its confidence once each time, and nothing else does. */
function counted(change: Partial<Line>): Line {
  const line = aLine({ isFinal: true, seenAt: null, ...change });
  return Object.defineProperty({ ...line }, "confidence", {
    enumerable: true,
    get: () => {
      rendered.set(line.id, (rendered.get(line.id) ?? 0) + 1);
      return line.confidence;
    },
  });
}

/** A transcript of many speakers' lines, of which the last person is speaking. */
function show(view: ReactNode): void {
  const lines = Array.from({ length: 100 }, (_, n) =>
    counted({ id: `s${n}`, seq: n, startMs: n * 1_000, endMs: n * 1_000 + 900, speaker: `p${n % SPEAKERS}` }),
  );
  captions.history(aHistory(lines));
  captions.stream(counted({ id: "said", seq: 100, startMs: 99_950, speaker: "p1", seenAt: Date.now() }));
  captions.stream(interim("and"));
  act(() => root.render(view));
  expect(rendered.get("said")).toBeGreaterThan(0);
  rendered.clear();
}

const interim = (text: string): Line =>
  aLine({ id: "now", seq: 101, startMs: 100_000, endMs: 100_500, speaker: "p0", text, seenAt: Date.now() });

const wordsOnScreen = (): string => document.body.textContent ?? "";

it.each([
  [
    "the strip",
    () => <CaptionStrip captions={captions} names={names} settings={settings} hint="" onCaptionsOnly={nothing} />,
  ],
  ["the transcript panel", () => <TranscriptPanel captions={captions} names={names} notice="" onClose={nothing} />],
  [
    "captions only",
    () => <CaptionsOnly captions={captions} names={names} notice="" settings={settings} onClose={nothing} />,
  ],
] as const)("an interim renders no other line of %s", (_, view) => {
  show(view());
  act(() => captions.stream(interim("and then")));
  expect(wordsOnScreen()).toContain("and then");
  expect([...rendered]).toEqual([]);
});

it("an interim does not render the meeting around the captions", () => {
  const session = new Session("atrium", null, JOINED, { tracks: [], micId: "", cameraId: "", speakerId: "" });
  let renders = 0;
  const { unread } = session.chat;
  Object.defineProperty(session.chat, "unread", {
    get: () => {
      renders += 1;
      return unread;
    },
  });
  captions = session.captions;
  show(<Meeting room={{ name: "Atrium", slug: "atrium" } as RoomForViewer} session={session} visit={aVisit()} />);
  expect(renders).toBeGreaterThan(0);
  renders = 0;
  act(() => captions.stream(interim("and then")));
  expect(wordsOnScreen()).toContain("and then");
  expect(renders).toBe(0);
});

it.each(["", "No transcriber is free."])("an empty transcript says why it is empty (%j)", (notice) => {
  act(() => root.render(<TranscriptPanel captions={captions} names={names} notice={notice} onClose={nothing} />));
  const said = document.querySelector('[role="log"]')?.textContent ?? "";
  expect(said.includes("Nothing has been said yet")).toBe(notice === "");
  expect(said).toContain(notice);
});
