/** What is said and written: who is believed, and what is fetched. */
import { ParticipantKind, RoomEvent } from "livekit-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChatMessage } from "../api";
import { aGap } from "./captions/examples";
import { deferred, settle } from "./fakeRoom";
import { AS_OF, Stage } from "./sessionStage";

let stage: Stage;
beforeEach(() => {
  sessionStorage.clear();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  stage = new Stage();
});
afterEach(() => vi.useRealTimers());

describe("captions and chat", () => {
  const attributes = { "lk.segment_id": "s1", "lk.transcription_final": "true", "parley.speaker": "bob" };
  const reader = { info: { attributes }, readAll: async () => "I resign" };
  const speak = async (identity: string) => {
    stage.room.streams.get("lk.transcription")?.(reader, { identity });
    await settle();
  };
  const message = new TextEncoder().encode(
    JSON.stringify({
      id: "1",
      participant_id: "bob",
      name: "Bob",
      text: "I resign",
      sent_at: "2026-01-01T00:00:00Z",
      reply_to: null,
      reactions: [],
    }),
  );
  beforeEach(() => stage.connected());

  it("takes captions from an agent", async () => {
    stage.room.remoteParticipants.set("agent-1", { identity: "agent-1", kind: ParticipantKind.AGENT });
    await speak("agent-1");
    expect(stage.session.captions.lines().map((line) => line.text)).toEqual(["I resign"]);
  });

  it.each([
    ["a person", ParticipantKind.STANDARD],
    ["a recorder", ParticipantKind.EGRESS],
    ["a stream from outside", ParticipantKind.INGRESS],
    ["a telephone", ParticipantKind.SIP],
  ])("takes none from %s, whatever they call themselves", async (_who, kind) => {
    stage.room.remoteParticipants.set("agent-1", { identity: "agent-1", kind });
    await speak("agent-1");
    expect(stage.session.captions.lines()).toEqual([]);
  });

  it("takes none from nobody, nor from oneself", async () => {
    await speak("gone");
    await speak("me");
    expect(stage.session.captions.lines()).toEqual([]);
  });

  it.each([
    ["comes", (agent: object) => stage.room.emit(RoomEvent.ParticipantConnected, agent)],
    [
      "has a fault, or none any more",
      (agent: object) => stage.room.emit(RoomEvent.ParticipantAttributesChanged, { "parley.fault": "" }, agent),
    ],
  ])("asks what was not transcribed when a transcriber %s", async (_what, happens) => {
    stage.gaps = [aGap()];
    happens({ identity: "agent-1", kind: ParticipantKind.AGENT, attributes: {} });
    await vi.advanceTimersByTimeAsync(2_500);
    await settle();
    expect(stage.session.captions.gaps()).toEqual([aGap()]);
  });

  it("asks what was not transcribed also while it waits for a missing segment", async () => {
    stage.room.remoteParticipants.set("agent-1", { identity: "agent-1", kind: ParticipantKind.AGENT });
    const speakAs = async (seq: string) => {
      const info = { attributes: { ...attributes, "lk.segment_id": seq, "parley.seq": seq } };
      stage.room.streams.get("lk.transcription")?.({ ...reader, info }, { identity: "agent-1" });
      await settle();
    };
    await speakAs("1");
    const agent = { identity: "agent-1", kind: ParticipantKind.AGENT };
    stage.room.emit(RoomEvent.ParticipantAttributesChanged, { "parley.fault": "" }, agent);
    await speakAs("0");
    stage.gaps = [aGap()];
    await vi.advanceTimersByTimeAsync(2_500);
    await settle();
    expect(stage.session.captions.gaps()).toEqual([aGap()]);
  });

  it("fetches what changed since the last answer when LiveKit resumes", async () => {
    stage.room.emit(RoomEvent.Reconnecting);
    stage.room.emit(RoomEvent.Reconnected);
    await settle();
    expect(stage.asked).toEqual([null, AS_OF]);
  });

  it("fetches anew, once, what was sent between a connection and the opening of its data channel", async () => {
    let breakouts = 0;
    stage.session.onBreakouts = () => {
      breakouts += 1;
    };
    await stage.reached("excellent");
    await stage.reached("poor");
    expect([stage.asked, breakouts]).toEqual([[null, AS_OF], 1]);
    stage.room.emit(RoomEvent.Reconnecting);
    stage.room.emit(RoomEvent.Reconnected);
    await stage.reached("good");
    await stage.reached("poor");
    expect([stage.asked.length, breakouts]).toEqual([4, 3]);
  });

  it("fetches anew, once, in a room whose first quality came before it was entered", async () => {
    await stage.due();
    await stage.due();
    expect(stage.asked).toEqual([null, AS_OF]);
  });

  it("fetches anew, once, after an interruption that changes no quality", async () => {
    await stage.reached();
    stage.room.emit(RoomEvent.Reconnecting);
    stage.room.emit(RoomEvent.Reconnected);
    await settle();
    const before = stage.asked.length;
    await stage.due();
    await stage.due();
    expect(stage.asked.length).toBe(before + 1);
  });

  it("does not fetch anew after the end what an interruption before it may have kept away", async () => {
    stage.room.emit(RoomEvent.Reconnecting);
    stage.room.emit(RoomEvent.Reconnected);
    await settle();
    const before = stage.asked.length;
    stage.session.leave();
    await stage.due();
    expect(stage.asked.length).toBe(before);
  });

  it("does not ask again for what people change", async () => {
    await stage.reached();
    stage.gaps = [aGap()];
    const bob = { identity: "bob", kind: ParticipantKind.STANDARD, attributes: {} };
    stage.room.emit(RoomEvent.ParticipantConnected, bob);
    stage.room.emit(RoomEvent.ParticipantAttributesChanged, { "parley.fault": "" }, bob);
    await vi.advanceTimersByTimeAsync(60_000);
    await settle();
    expect(stage.session.captions.gaps()).toEqual([]);
  });

  it("takes chat from the server, which is no participant", () => {
    stage.room.emit(RoomEvent.DataReceived, message, undefined, 0, "parley.chat");
    expect(stage.session.chat.messages().map(({ text }) => text)).toEqual(["I resign"]);
  });

  it("keeps what a later answer brought when an earlier one comes after it", async () => {
    const answers = [deferred<ChatMessage[]>(), deferred<ChatMessage[]>()];
    let asked = 0;
    stage.chat = () => (answers[asked++] as (typeof answers)[number]).promise;
    for (const _ of answers) {
      stage.room.emit(RoomEvent.Reconnecting);
      stage.room.emit(RoomEvent.Reconnected);
    }
    answers[1]?.resolve([JSON.parse(new TextDecoder().decode(message))]);
    await settle();
    answers[0]?.resolve([]);
    await settle();
    expect(stage.session.chat.messages().map(({ text }) => text)).toEqual(["I resign"]);
    expect(stage.session.chat.unread()).toBe(1);
  });

  it("asks for what was corrected when the server says so, and not when a participant does", async () => {
    await stage.reached();
    const before = stage.asked.length;
    stage.room.emit(RoomEvent.DataReceived, new Uint8Array(), { identity: "mallory" }, 0, "parley.transcript");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stage.asked.length).toBe(before);
    stage.room.emit(RoomEvent.DataReceived, new Uint8Array(), undefined, 0, "parley.transcript");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stage.asked.slice(before)).toEqual([AS_OF]);
  });

  it("takes no chat that a participant sent", () => {
    stage.room.emit(RoomEvent.DataReceived, message, { identity: "mallory" }, 0, "parley.chat");
    expect(stage.session.chat.messages()).toEqual([]);
  });
});

it("fetches the transcript again when the server says that words were forgotten, and believes nobody else", async () => {
  const stage = new Stage();
  await stage.connected();
  await stage.reached();
  const before = stage.asked.length;
  stage.room.emit(RoomEvent.DataReceived, new Uint8Array(), { identity: "bob" }, 0, "parley.transcript");
  await stage.due();
  expect(stage.asked.length).toBe(before);
  stage.room.emit(RoomEvent.DataReceived, new Uint8Array(), undefined, 0, "parley.transcript");
  await stage.due();
  expect(stage.asked.length).toBe(before + 1);
});
