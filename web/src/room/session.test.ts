/** The session with a fake room whose every step the test decides: coming in, and coming back. */
import { ConnectionError, DisconnectReason, RoomEvent, Track } from "livekit-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "../api";
import { settle } from "./fakeRoom";
import { AS_OF, MEDIA, refusal, Stage, UNPROCESSED } from "./sessionStage";

const { Microphone, Camera } = Track.Source;

let stage: Stage;
beforeEach(() => {
  sessionStorage.clear();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  stage = new Stage();
});
afterEach(() => vi.useRealTimers());

describe("coming in", () => {
  it("publishes what the pre-join page opened", async () => {
    await stage.connected();
    expect(stage.room.sent).toEqual([Microphone, Camera]);
    expect(stage.session.presence()).toBe("connected");
  });

  it("publishes it all the same when only the second attempt connects", async () => {
    void stage.session.start();
    await settle();
    stage.room.fail(ConnectionError.serverUnreachable("away"));
    await settle();
    expect(stage.session.presence()).toBe("waiting");
    await stage.due();
    await stage.joinedAgain();
    await stage.arrived();
    expect(stage.room.sent).toEqual([Microphone, Camera]);
    expect(stage.opened).toEqual(stage.tracks);
  });

  it("opens a device anew whose track ended while it waited", async () => {
    stage.tracks[0]?.stop();
    await stage.connected();
    expect(stage.room.sent).toEqual([Camera, Microphone]);
  });

  it("stops a track that could not be published", async () => {
    stage.quick(false);
    await stage.connected();
    for (const { answer } of stage.room.localParticipant.publishings) answer.reject(new Error("no permission"));
    await settle();
    expect(stage.tracks.map((track) => track.isLive)).toEqual([false, false]);
    expect(stage.session.sends(Microphone)).toBe(false);
  });
});

describe("a lost connection", () => {
  beforeEach(async () => {
    await stage.connected();
    await stage.lost();
  });

  it("is tried again for as long as it takes", async () => {
    for (let attempt = 0; attempt < 50; attempt += 1) {
      await stage.due();
      stage.joins.at(-1)?.reject(refusal(0, "unreachable"));
      await settle();
    }
    expect(stage.joins.length).toBe(50);
    expect(stage.session.presence()).toBe("waiting");
  });

  it.each([
    ["the browser is online again", () => window.dispatchEvent(new Event("online"))],
    ["the page is looked at", () => document.dispatchEvent(new Event("visibilitychange"))],
    ["the person asks", () => stage.session.tryNow()],
  ])("is tried at once when %s", async (_when, cut) => {
    cut();
    await settle();
    expect(stage.session.presence()).toBe("rejoining");
  });

  it("brings microphone and camera back", async () => {
    await stage.due();
    await stage.joinedAgain();
    await stage.arrived();
    expect(stage.room.sent).toEqual([Microphone, Camera]);
    expect(stage.asked).toEqual([null, AS_OF]);
  });

  it("brings nothing back that was switched off meanwhile", async () => {
    await stage.session.send(Microphone, false);
    expect(stage.session.sends(Microphone)).toBe(false);
    await stage.due();
    await stage.joinedAgain();
    await stage.arrived();
    expect(stage.room.sent).toEqual([Camera]);
  });

  it.each([
    [refusal(409, "room-ended"), "missed"],
    [refusal(403, "removed"), "removed"],
    [refusal(404, "room-not-found"), "unknown"],
    [refusal(409, "room-full"), "full"],
  ])("ends when the server refuses (%#)", async (error, exit) => {
    await stage.due();
    stage.joins.at(-1)?.reject(error);
    await settle();
    expect(stage.session.exit()).toBe(exit);
    stage.expectNothingLive();
  });

  it.each([refusal(429, "too-many-requests"), refusal(503, "unavailable"), refusal(0, "timeout")])(
    "goes on trying after a passing refusal (%#)",
    async (error) => {
      await stage.due();
      stage.joins.at(-1)?.reject(error);
      await settle();
      expect(stage.session.presence()).toBe("waiting");
    },
  );

  describe("refused with a time to wait", () => {
    const busy = (status: number) => {
      const problem = { type: "urn:parley:problem:too-many", title: "", status, detail: "", retry_after_s: 90 };
      return new ApiError(problem);
    };
    beforeEach(async () => {
      await stage.due();
      stage.joins.at(-1)?.reject(busy(429));
      await settle();
    });

    it("waits so long", async () => {
      await vi.advanceTimersByTimeAsync(89_000);
      await settle();
      expect(stage.joins).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(1_000);
      await settle();
      expect(stage.joins).toHaveLength(2);
    });

    it("waits also when the browser is online again", async () => {
      window.dispatchEvent(new Event("online"));
      await settle();
      expect(stage.joins).toHaveLength(1);
    });

    it("tries at once when the person says so", async () => {
      stage.session.tryNow();
      await settle();
      expect(stage.joins).toHaveLength(2);
    });

    it("goes back to its own times after another answer", async () => {
      await vi.advanceTimersByTimeAsync(90_000);
      await settle();
      stage.joins.at(-1)?.reject(refusal(0, "unreachable"));
      await settle();
      await stage.due();
      expect(stage.joins).toHaveLength(3);
    });
  });

  it("is followed by the devices and the sound that were chosen while joining again", async () => {
    await stage.due();
    await stage.joinedAgain();
    await stage.session.switchDevice("audiooutput", "headphones");
    await stage.session.setSound(UNPROCESSED);
    await stage.arrived();
    expect(stage.room.switched).toEqual(["headphones"]);
    expect(stage.room.options.audioCaptureDefaults).toMatchObject(UNPROCESSED);
  });

  it("is not made again by a late word of the old room", async () => {
    const [old] = stage.rooms;
    await stage.due();
    await stage.joinedAgain();
    await stage.arrived();
    old?.emit(RoomEvent.Disconnected, DisconnectReason.PARTICIPANT_REMOVED);
    old?.emit(RoomEvent.Reconnecting);
    expect(stage.session.presence()).toBe("connected");
  });
});

it("does not bring back what was muted while LiveKit reconnected", async () => {
  await stage.connected();
  stage.room.emit(RoomEvent.Reconnecting);
  await stage.session.send(Microphone, false);
  await stage.lost();
  await stage.due();
  await stage.joinedAgain();
  await stage.arrived();
  expect(stage.room.sent).toEqual([Camera]);
});

it("does not bring back what a host muted", async () => {
  await stage.connected();
  await stage.room.localParticipant.getTrackPublication(Microphone)?.mute();
  await stage.lost();
  await stage.due();
  await stage.joinedAgain();
  await stage.arrived();
  expect(stage.room.sent).toEqual([Camera]);
});

it("mutes what was switched off while it was being published", async () => {
  stage.quick(false);
  await stage.connected();
  await stage.session.send(Microphone, false);
  await stage.everythingComes();
  expect(stage.tracks[0]?.isMuted).toBe(true);
});

describe("media that never came", () => {
  const attempt = async () => {
    stage.room.admit();
    stage.room.fail(MEDIA);
    await settle();
  };
  beforeEach(async () => {
    void stage.session.start();
    await settle();
    await attempt();
  });

  it("is told apart from a lost connection, and stays told while it is tried again", async () => {
    expect(stage.session.presence()).toBe("blocked");
    await stage.due();
    expect(stage.session.presence()).toBe("retrying");
    await stage.joinedAgain();
    await attempt();
    expect(stage.session.presence()).toBe("blocked");
  });

  it("is forgotten when it comes", async () => {
    stage.session.tryNow();
    await settle();
    await stage.joinedAgain();
    await stage.arrived();
    expect(stage.session.presence()).toBe("connected");
  });
});

it("calls a server that did not let it in unreachable, not blocked", async () => {
  void stage.session.start();
  await settle();
  stage.room.fail(MEDIA);
  await settle();
  expect(stage.session.presence()).toBe("waiting");
});

it("keeps a device for the room that comes after a loss", async () => {
  await stage.connected();
  await stage.lost();
  await stage.session.switchDevice("audioinput", "usb");
  expect(stage.rooms[0]?.switched).toEqual(["usb"]);
});
