/** What is sent of a camera that has to be prepared, whatever changes meanwhile. */
import { RoomEvent, Track } from "livekit-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Deferred, deferred, FakePublication, type FakeTrack, settle } from "./fakeRoom";
import { Stage } from "./sessionStage";

const { Microphone, Camera } = Track.Source;

let stage: Stage;
beforeEach(() => {
  sessionStorage.clear();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  stage = new Stage();
});
afterEach(() => vi.useRealTimers());

describe("a camera that has to be prepared", () => {
  let prepared: Deferred<void>[];
  beforeEach(() => {
    prepared = [];
    stage = new Stage(() => {
      prepared.push(deferred<void>());
      return (prepared.at(-1) as Deferred<void>).promise;
    });
  });
  const answer = async (error?: Error): Promise<void> => {
    for (const each of prepared) error === undefined ? each.resolve() : each.reject(error);
    await settle();
  };

  it("is sent no sooner than it is", async () => {
    await stage.connected();
    expect(stage.room.sent).toEqual([]);
    await answer();
    expect(stage.room.sent).toEqual([Microphone, Camera]);
  });

  it("stays off, and closed, where it could not be", async () => {
    await stage.connected();
    await answer(new Error("no blur"));
    expect(stage.room.sent).toEqual([]);
    stage.session.leave();
    stage.expectNothingLive();
  });

  it("is not sent when it was switched off meanwhile", async () => {
    await stage.connected();
    await stage.session.send(Camera, false);
    await answer();
    expect(stage.room.sent).toEqual([Microphone]);
  });

  it("is opened and prepared again when that has changed", async () => {
    await stage.connected();
    await answer();
    const change = stage.session.renewCamera();
    await settle();
    expect(stage.room.sent).toEqual([Microphone]);
    await answer();
    await change;
    expect(stage.room.sent).toEqual([Microphone, Camera]);
    expect(stage.tracks.map(({ isLive }) => isLive)).toEqual([true, false]);
  });

  const cameras = (): FakeTrack[] => stage.opened.filter(({ source }) => source === Camera);
  const publishing = (): Deferred<void> => stage.room.localParticipant.publishings.at(-1)?.answer as Deferred<void>;
  /** On its way to the others, after it was prepared. */
  const underWay = async (): Promise<void> => {
    stage.quick(false);
    await stage.connected();
    await answer();
  };
  /** LiveKit has published everything anew, as it does after it had to connect anew. */
  const republished = (camera: FakeTrack): void => {
    stage.room.localParticipant.publications.set(Camera, new FakePublication(camera, stage.room.localParticipant));
  };

  it("is opened and prepared again when that changes while it is being published", async () => {
    await underWay();
    const change = stage.session.renewCamera();
    expect(stage.tracks[1]?.isHeard).toBe(false);
    stage.quick(true);
    for (const each of stage.room.localParticipant.publishings) each.answer.resolve();
    await settle();
    expect(stage.room.sent).toEqual([Microphone]);
    await answer();
    await change;
    expect(stage.room.sent).toEqual([Microphone, Camera]);
    expect(cameras().map(({ isLive }) => isLive)).toEqual([false, true]);
    expect(prepared).toHaveLength(3);
  });

  it("is that of the device chosen meanwhile, while it is prepared or being published", async () => {
    await underWay();
    stage.quick(true);
    await stage.session.switchDevice("videoinput", "other");
    for (const each of stage.room.localParticipant.publishings) each.answer.resolve();
    await settle();
    expect(stage.room.sent).toEqual([Microphone]);
    await stage.session.switchDevice("videoinput", "third");
    await settle();
    await answer();
    expect(stage.room.sent).toEqual([Microphone, Camera]);
    expect(cameras().map(({ isLive }) => isLive)).toEqual([false, false, true]);
    expect(stage.room.localParticipant.publications.get(Camera)?.track).toBe(cameras().at(-1));
  });

  it("is left to LiveKit to switch once it is sent", async () => {
    await stage.connected();
    await answer();
    await stage.session.switchDevice("videoinput", "other");
    await settle();
    expect(stage.room.sent).toEqual([Microphone, Camera]);
    expect(cameras()).toHaveLength(1);
  });

  it.each([
    ["has resumed", () => stage.room.emit(RoomEvent.Reconnected)],
    ["has published it anew", () => stage.room.emit(RoomEvent.LocalTrackPublished, {}, stage.room.localParticipant)],
  ])("is prepared again when LiveKit %s, where that changed meanwhile", async (_when, happens) => {
    await stage.connected();
    await answer();
    stage.room.emit(RoomEvent.Reconnecting);
    const camera = stage.tracks[1] as FakeTrack;
    stage.room.localParticipant.publications.delete(Camera);
    await stage.session.renewCamera();
    camera.restart();
    expect(camera.isHeard).toBe(false);
    republished(camera);
    happens();
    await settle();
    expect(stage.room.sent).toEqual([Microphone]);
    await answer();
    expect(stage.room.sent).toEqual([Microphone, Camera]);
    expect(cameras().map(({ isLive }) => isLive)).toEqual([false, true]);
  });

  it("is opened and published once, however often it is switched on meanwhile", async () => {
    await stage.connected();
    const presses = [stage.session.send(Camera, true), stage.session.send(Camera, true)];
    await answer();
    await Promise.all(presses);
    expect(cameras()).toEqual([stage.tracks[1]]);
    expect(stage.room.localParticipant.publishings.map(({ track }) => track.source)).toEqual([Microphone, Camera]);
  });

  it("is sent at once when it need no longer be, in place of the one that waits", async () => {
    await stage.connected();
    await settle();
    const waiting = prepared.length;
    const change = stage.session.renewCamera();
    await settle();
    for (const each of prepared.slice(waiting)) each.resolve();
    await change;
    expect(stage.room.sent).toContain(Camera);
    expect(cameras().map(({ isLive }) => isLive)).toEqual([false, true]);
  });

  it("is closed at once when it is switched off meanwhile, and opened anew when it is switched on again", async () => {
    await stage.connected();
    await stage.session.send(Camera, false);
    await settle();
    expect(cameras().map(({ isLive }) => isLive)).toEqual([false]);
    void stage.session.send(Camera, true);
    await settle();
    await answer();
    expect(cameras().map(({ isLive }) => isLive)).toEqual([false, true]);
    expect(stage.room.sent).toContain(Camera);
  });

  it("follows the last press, however fast they come", async () => {
    await stage.connected();
    for (const on of [false, true, false, true]) void stage.session.send(Camera, on);
    await settle();
    await answer();
    expect(stage.room.sent).toContain(Camera);
    for (const on of [false, true, false]) void stage.session.send(Camera, on);
    await settle();
    await answer();
    expect(stage.room.sent).not.toContain(Camera);
    expect(cameras().filter(({ isLive }) => isLive).length).toBeLessThan(2);
  });

  it("is sent when it need no longer be, after it could not be", async () => {
    await stage.connected();
    await answer(new Error("no blur"));
    expect(stage.session.intends(Camera)).toBe(true);
    const change = stage.session.renewCamera();
    await settle();
    await answer();
    await change;
    expect(stage.room.sent).toContain(Camera);
  });

  it("goes to the room that comes after a loss, though it was still being prepared or published for the other", async () => {
    await underWay();
    void stage.session.renewCamera();
    await stage.lost();
    stage.quick(true);
    await stage.due();
    await stage.joinedAgain();
    await stage.arrived();
    await answer();
    expect(stage.room.sent).toContain(Camera);
    for (const each of stage.rooms[0]?.localParticipant.publishings ?? []) each.answer.resolve();
    await settle();
    await answer();
    expect(cameras().filter(({ isLive }) => isLive)).toHaveLength(1);
  });

  it("is meant to be sent while it is prepared, and what was refused is not", async () => {
    stage.quick(false);
    await stage.connected();
    expect([stage.session.sends(Camera), stage.session.intends(Camera)]).toEqual([false, true]);
    await answer();
    publishing().reject(new Error("no permission"));
    await settle();
    expect(stage.session.intends(Camera) && stage.session.intends(Microphone)).toBe(false);
  });
});
