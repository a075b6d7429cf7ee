import { RoomContext, useCreateLayoutContext } from "@livekit/components-react";
import { act, type ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Joined } from "../../api";
import { aLine } from "../captions/examples";
import type { Exit } from "../exits";
import { readPreferences } from "../preferences";
import { Session } from "../session";
import { pictureInPicture } from "../smallWindows";
import { PictureInPicture, useClosedWith } from "./PictureInPicture";

/** The windows that were opened, as the browser would; it is asked for when the module is loaded. */
const opened = vi.hoisted(() => {
  const windows: (EventTarget & { document: Document; close: () => void })[] = [];
  const requestWindow = async () => {
    const small = Object.assign(new EventTarget(), {
      document: document.implementation.createHTMLDocument(""),
      close: () => void small.dispatchEvent(new Event("pagehide")),
    });
    windows.push(small);
    return small;
  };
  Object.assign(window, { documentPictureInPicture: { requestWindow } });
  return windows;
});
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const settings = readPreferences({ getItem: () => null });
const mic = { on: true, pending: false, toggle: () => undefined };

const JOINED = {
  room: {},
  rights: { may: [], over: {} },
  livekit: { url: "", token: "" },
} as unknown as Joined;

let root: Root;
beforeEach(() => {
  opened.length = 0;
  root = createRoot(document.body.appendChild(document.createElement("div")));
});
afterEach(() => {
  act(() => root.unmount());
  pictureInPicture.close();
  document.body.replaceChildren();
});

function aSession(self: string): Session {
  const joined = { ...JOINED, participant: { id: self, role: "participant" } } as Joined;
  return new Session("atrium", null, joined, { tracks: [], micId: "", cameraId: "", speakerId: "" });
}

function InMeeting({ session, toast = "" }: { session: Session; toast?: string }): ReactNode {
  const layout = useCreateLayoutContext();
  return (
    <RoomContext.Provider value={session.room()}>
      <PictureInPicture
        layout={layout}
        settings={settings}
        session={session}
        mic={mic}
        colors={new Map()}
        toast={toast}
      />
    </RoomContext.Provider>
  );
}

const inMeeting = (session: Session): ReactNode => <InMeeting key={session.self} session={session} />;
const toggle = (): Promise<void> => act(() => pictureInPicture.toggle());
const small = (): HTMLElement | undefined => opened.at(-1)?.document.body;

it("has the tile, the last caption, and the two buttons", async () => {
  const session = aSession("me");
  act(() => root.render(inMeeting(session)));
  await toggle();
  act(() => session.captions.stream(aLine({ id: "one", text: "It works", seenAt: Date.now() })));
  act(() => session.captions.stream(aLine({ id: "two", seq: 2, text: "It does", startMs: 9_000, seenAt: Date.now() })));
  expect(small()?.querySelector('[data-testid="small-tile"]')).not.toBeNull();
  expect(small()?.querySelector('[data-testid="small-caption"]')?.textContent).toContain("It does");
  expect(small()?.textContent).not.toContain("It works");
  expect([...(small()?.querySelectorAll("button") ?? [])].map((each) => each.getAttribute("aria-label"))).toEqual([
    "Mic",
    "Leave",
  ]);
});

it("leaves the meeting by its button", async () => {
  const session = aSession("me");
  act(() => root.render(inMeeting(session)));
  await toggle();
  act(() => small()?.querySelector<HTMLElement>('[aria-label="Leave"]')?.click());
  expect(session.exit()).toBe("left");
});

it("tells what the covered page tells", async () => {
  const session = aSession("me");
  act(() => root.render(<InMeeting session={session} />));
  await toggle();
  const status = small()?.querySelector<HTMLElement>("[role=status]");
  expect([status?.textContent, status?.dataset.shown]).toEqual(["", "false"]);
  act(() => root.render(<InMeeting session={session} toast="A host blocked your microphone." />));
  expect([status?.textContent, status?.dataset.shown]).toEqual(["A host blocked your microphone.", "true"]);
});

it("goes on in a breakout room", async () => {
  act(() => root.render(inMeeting(aSession("me"))));
  await toggle();
  const there = aSession("me-there");
  act(() => root.render(inMeeting(there)));
  act(() => there.captions.stream(aLine({ text: "In the breakout", seenAt: Date.now() })));
  expect(opened.length).toBe(1);
  expect(small()?.querySelectorAll("main").length).toBe(1);
  expect(small()?.textContent).toContain("In the breakout");
});

it("leaves nothing of the page in a window that closes", async () => {
  act(() => root.render(inMeeting(aSession("me"))));
  await toggle();
  await toggle();
  expect(small()?.children.length).toBe(0);
});

it("closes also while it is still loading its styles", async () => {
  // Without an address neither of its events ever comes.
  const styles = document.head.appendChild(document.createElement("link"));
  styles.rel = "stylesheet";
  const opening = pictureInPicture.toggle();
  await vi.waitFor(() => expect(small()?.ownerDocument.querySelector("link")).not.toBeNull());
  const closed = vi.fn();
  opened[0]?.addEventListener("pagehide", closed);
  await pictureInPicture.toggle();
  expect(closed).toHaveBeenCalledOnce();
  await opening;
  expect(pictureInPicture.window()).toBeNull();
  styles.remove();
});

function Visit({ exit }: { exit: Exit | null }): null {
  useClosedWith(exit);
  return null;
}

it("closes with the visit, however that ends", async () => {
  act(() => root.render(<Visit exit={null} />));
  await toggle();
  expect(pictureInPicture.window()).not.toBeNull();
  act(() => root.render(<Visit exit="ended" />));
  expect(pictureInPicture.window()).toBeNull();
  act(() => root.render(<Visit exit={null} />));
  await toggle();
  act(() => root.render(null));
  expect(pictureInPicture.window()).toBeNull();
});
