/** What is sent of the microphone: silence while off the record, and sound processed as one chose. */
import { Track } from "livekit-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type FakeTrack, settle } from "./fakeRoom";
import { inForceOf } from "./offRecord";
import { JOINED, Stage, UNPROCESSED } from "./sessionStage";

const { Microphone, Camera } = Track.Source;

let stage: Stage;
beforeEach(() => {
  sessionStorage.clear();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  stage = new Stage();
});
afterEach(() => vi.useRealTimers());

describe("off the record", () => {
  it("is asked for again when somebody who pressed while reconnecting is back", async () => {
    const stage = new Stage();
    await stage.connected();
    await stage.lost();
    stage.isRefusing = true;
    await stage.session.offRecord.wish("me", true);
    stage.isRefusing = false;
    await stage.due();
    stage.joins.at(-1)?.resolve(JOINED);
    await settle();
    stage.room.arrive();
    await settle();
    expect(new Set(stage.offRecord)).toEqual(new Set(["me true"]));
    expect([...stage.session.offRecord.now()]).toEqual([["me", true]]);
  });

  const sounds = (): boolean[] =>
    stage.opened.filter(({ isLive, source }) => isLive && source === Microphone).map(({ isHeard }) => isHeard);
  const pressed = async (isAway = false): Promise<void> => {
    await stage.connected();
    if (isAway) await stage.lost();
    stage.isRefusing = isAway;
    await stage.session.offRecord.wish("me", true);
  };

  it("sends silence until it is in force, and the camera's picture all the while", async () => {
    await pressed();
    expect(sounds()).toEqual([false]);
    expect(stage.tracks[1]?.isHeard).toBe(true);
    stage.session.offRecord.follow(inForceOf("me"), "me");
    expect(sounds()).toEqual([true]);
  });

  it("sends silence from the first frame after a reconnection while the server does not know of it", async () => {
    await pressed(true);
    await stage.due();
    await stage.joinedAgain();
    await stage.arrived();
    stage.session.offRecord.follow(inForceOf("me"), "me");
    expect(stage.room.sent).toContain(Microphone);
    expect(sounds()).toEqual([false]);
    stage.isRefusing = false;
    await stage.due();
    stage.session.offRecord.follow(inForceOf("me"), "me");
    expect(sounds()).toEqual([true]);
  });

  it("leaves a microphone muted that was muted before, or is while it lasts", async () => {
    await pressed();
    await stage.session.send(Microphone, false);
    stage.session.offRecord.follow(inForceOf("me"), "me");
    expect(sounds()).toEqual([false]);
    expect(stage.session.sends(Microphone)).toBe(false);
  });

  it("stays silent when the microphone is switched on or opened anew meanwhile", async () => {
    await pressed();
    await stage.session.send(Microphone, false);
    await stage.session.send(Microphone, true);
    expect(sounds()).toEqual([false]);
    stage.tracks[0]?.restart();
    expect(sounds()).toEqual([false]);
    await stage.session.offRecord.wish("me", false);
    expect(sounds()).toEqual([true]);
  });

  it("is silent from the start where it was asked for before the page was loaded again", async () => {
    await pressed();
    stage = new Stage();
    await stage.connected();
    expect(sounds()).toEqual([false]);
    expect(stage.offRecord).toEqual(["me true"]);
  });
});

describe("other processing of the microphone's sound", () => {
  const microphones = (): FakeTrack[] => stage.opened.filter(({ source }) => source === Microphone);
  beforeEach(() => stage.connected());

  it("opens the microphone again with it, and stops the one before", async () => {
    await stage.session.setSound(UNPROCESSED);
    expect(stage.room.options.audioCaptureDefaults).toMatchObject(UNPROCESSED);
    expect(microphones().map(({ isLive }) => isLive)).toEqual([false, true]);
    expect(stage.room.sent).toEqual([Camera, Microphone]);
  });

  it("opens no muted microphone, until it is switched on", async () => {
    await stage.session.send(Microphone, false);
    await stage.session.setSound(UNPROCESSED);
    expect(microphones().map(({ isLive }) => isLive)).toEqual([false]);
    await stage.session.send(Microphone, true);
    expect(microphones().map(({ isHeard }) => isHeard)).toEqual([false, true]);
  });

  it("is what was chosen last, however fast it was changed", async () => {
    const changes = [true, false, true].map((on) => stage.session.setSound({ ...UNPROCESSED, noiseSuppression: on }));
    await Promise.all(changes);
    expect(microphones().filter(({ isLive }) => isLive)).toHaveLength(1);
    expect(stage.room.options.audioCaptureDefaults).toMatchObject({ noiseSuppression: true });
  });

  it("stays after a lost connection", async () => {
    await stage.session.setSound(UNPROCESSED);
    await stage.lost();
    await stage.due();
    await stage.joinedAgain();
    expect(stage.given.at(-1)?.audioCaptureDefaults).toMatchObject(UNPROCESSED);
  });

  it("can be tried again where the microphone could not be opened", async () => {
    stage.quick(false);
    const change = stage.session.setSound(UNPROCESSED);
    await settle();
    stage.room.localParticipant.openings.at(-1)?.answer.reject(new Error("busy"));
    await expect(change).rejects.toThrow("busy");
    stage.quick(true);
    await stage.session.send(Microphone, true);
    expect(stage.session.sends(Microphone)).toBe(true);
  });
});
