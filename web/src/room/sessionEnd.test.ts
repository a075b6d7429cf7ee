/** Whenever a session ends: nothing may connect, publish or be live after it. */
import { ConnectionError, DisconnectReason, RoomEvent, Track } from "livekit-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { settle } from "./fakeRoom";
import { MEDIA, Stage, UNPROCESSED } from "./sessionStage";

const { Microphone, Camera, ScreenShare } = Track.Source;

let stage: Stage;
beforeEach(() => {
  sessionStorage.clear();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  stage = new Stage();
});
afterEach(() => vi.useRealTimers());

/** Each point at which the session waits for somebody else. */
const AWAITING: Record<string, (stage: Stage) => Promise<void>> = {
  "before it starts": async () => undefined,
  "while it connects": async (stage) => {
    void stage.session.start();
    await settle();
  },
  "after the server let it in, before media": async (stage) => {
    void stage.session.start();
    await settle();
    stage.room.admit();
  },
  "while it publishes": async (stage) => {
    stage.quick(false);
    await stage.connected();
  },
  "while it is connected": async (stage) => stage.connected(),
  "while LiveKit reconnects": async (stage) => {
    await stage.connected();
    stage.room.emit(RoomEvent.Reconnecting);
  },
  "while it waits to come back": async (stage) => {
    await stage.connected();
    await stage.lost();
  },
  "while it joins again": async (stage) => {
    await stage.connected();
    await stage.lost();
    await stage.due();
  },
  "while the new room connects": async (stage) => {
    await stage.connected();
    await stage.lost();
    await stage.due();
    await stage.joinedAgain();
  },
  "while the new room opens devices": async (stage) => {
    await stage.connected();
    await stage.lost();
    await stage.due();
    stage.quick(false);
    await stage.joinedAgain();
    await stage.arrived();
  },
  "while the new room publishes": async (stage) => {
    await stage.connected();
    await stage.lost();
    await stage.due();
    stage.quick(false);
    await stage.joinedAgain();
    await stage.arrived();
    for (const { answer } of stage.room.localParticipant.openings) answer.resolve();
    await settle();
  },
  "while the network blocks media": async (stage) => {
    void stage.session.start();
    await settle();
    stage.room.admit();
    stage.room.fail(MEDIA);
    await settle();
  },
  "while it tries again after that": async (stage) => {
    void stage.session.start();
    await settle();
    stage.room.admit();
    stage.room.fail(MEDIA);
    await settle();
    await stage.due();
    await stage.joinedAgain();
  },
  "while a microphone is being opened": async (stage) => {
    await stage.connected();
    await stage.session.send(Microphone, false);
    await stage.session.send(Camera, false);
    stage.quick(false);
    void stage.session.send(Camera, true);
    void stage.session.send(ScreenShare, true);
    await settle();
  },
  "while the microphone is opened with other processing": async (stage) => {
    await stage.connected();
    stage.quick(false);
    void stage.session.setSound(UNPROCESSED);
    await settle();
  },
};

const ENDS: Record<string, (stage: Stage) => unknown> = {
  "one leaves": ({ session }) => session.leave(),
  "one ends it for all": ({ session }) => session.endForAll(),
};

describe.each(Object.keys(AWAITING))("%s", (point) => {
  it.each(
    Object.keys(ENDS).flatMap((end) => [false, true].map((ignoresDisconnect) => [end, ignoresDisconnect] as const)),
  )("when %s nothing stays live (LiveKit deaf: %s)", async (end, ignoresDisconnect) => {
    stage.ignoresDisconnect = ignoresDisconnect;
    await AWAITING[point]?.(stage);
    for (const room of stage.rooms) room.ignoresDisconnect = ignoresDisconnect;
    await ENDS[end]?.(stage);
    await stage.everythingComes();
    stage.expectNothingLive();
    expect(stage.session.presence()).toBe("over");
    expect(stage.session.exit()).toBe(end === "one leaves" ? "left" : "ended");
  });

  it("makes no attempt after the end", async () => {
    await AWAITING[point]?.(stage);
    stage.session.leave();
    const before = [stage.rooms.length, stage.joins.length];
    await stage.everythingComes();
    stage.session.tryNow();
    window.dispatchEvent(new Event("online"));
    await settle();
    expect([stage.rooms.length, stage.joins.length]).toEqual(before);
  });
});

it("never starts when it was left before", async () => {
  stage.session.leave();
  void stage.session.start();
  await settle();
  expect(stage.room.connecting).toBeNull();
  await stage.everythingComes();
  stage.expectNothingLive();
});

it("ends when the server puts it out while it connects", async () => {
  void stage.session.start();
  await settle();
  stage.room.admit();
  stage.room.fail(ConnectionError.leaveRequest("removed", DisconnectReason.PARTICIPANT_REMOVED));
  await settle();
  expect(stage.session.exit()).toBe("removed");
  stage.expectNothingLive();
});

it.each([
  [DisconnectReason.PARTICIPANT_REMOVED, "removed"],
  [DisconnectReason.DUPLICATE_IDENTITY, "elsewhere"],
  [DisconnectReason.ROOM_DELETED, "ended"],
])("ends when LiveKit says %s", async (reason, exit) => {
  await stage.connected();
  stage.room.drop(reason);
  await stage.everythingComes();
  expect(stage.session.exit()).toBe(exit);
  stage.expectNothingLive();
});
