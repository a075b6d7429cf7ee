/** A session with a fake room, for tests: the room and the server do whatever the test says, and when it does. */
import { ConnectionError, RoomEvent, type RoomOptions, Track } from "livekit-client";
import { expect, vi } from "vitest";
import { ApiError, type ChatMessage, type Gap, type Joined, type RecordingView, type RoomForViewer } from "../api";
import { asTracks, type Deferred, deferred, FakeRoom, FakeTrack, settle } from "./fakeRoom";
import { emptyNotes } from "./notes/examples";
import { aPoll } from "./polls/examples";
import { Session } from "./session";

const { Microphone, Camera } = Track.Source;
export const JOINED = {
  participant: { id: "me", name: "Alice", role: "host" },
  room: {},
  rights: { may: [], over: {} },
  livekit: { url: "ws://livekit", token: "token" },
} as unknown as Joined;
const UNRECORDED = { status: "none", may_control: false, consent: null } as RecordingView;
export const UNPROCESSED = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
export const AS_OF = "2026-01-01T10:00:00.123456Z";
export const MEDIA = ConnectionError.internal("could not establish pc connection");
export const refusal = (status: number, kind: string) =>
  new ApiError({ type: `urn:parley:problem:${kind}`, title: "", status, detail: "" });

export class Stage {
  readonly rooms: FakeRoom[] = [];
  readonly joins: Deferred<Joined>[] = [];
  /** The options of each room. */
  readonly given: RoomOptions[] = [];
  readonly tracks = [new FakeTrack(Microphone), new FakeTrack(Camera)];
  /** The `since` of each request for segments. */
  readonly asked: (string | null)[] = [];
  /** What was asked of the server. */
  readonly offRecord: string[] = [];
  isRefusing = false;
  gaps: Gap[] = [];
  /** What the chat is on the server. */
  chat: () => Promise<ChatMessage[]> = async () => [];
  isAutomatic = true;
  ignoresDisconnect = false;
  readonly session: Session;

  constructor(prepare?: () => Promise<void>) {
    const devices = { micId: "", cameraId: "", speakerId: "", tracks: asTracks(this.tracks) };
    this.session = new Session(
      "atrium",
      null,
      JOINED,
      devices,
      {
        openRoom: (options) => {
          this.given.push(options);
          const room = new FakeRoom();
          room.isAutomatic = this.isAutomatic;
          room.ignoresDisconnect = this.ignoresDisconnect;
          this.rooms.push(room);
          return room.asRoom();
        },
        api: {
          join: (_slug, _name, signal) => {
            const answer = deferred<Joined>();
            this.joins.push(answer);
            signal?.addEventListener("abort", () => answer.reject(signal.reason));
            return answer.promise;
          },
          endRoom: async () => undefined,
          room: async () => ({ viewer: { rights: { may: [], over: {} } } }) as unknown as RoomForViewer,
          messages: async () => ({ messages: await this.chat() }),
          notes: async () => emptyNotes(),
          participants: async () => ({ participants: [] }),
          polls: async () => ({ polls: [] }),
          askPoll: async () => aPoll(),
          votePoll: async () => aPoll(),
          closePoll: async () => aPoll(),
          deletePoll: async () => undefined,
          segments: async (_slug, since) => {
            this.asked.push(since);
            return { segments: [], gaps: this.gaps, asOf: AS_OF };
          },
          setOffRecord: async (_slug, scope, off) => {
            this.offRecord.push(`${scope} ${off}`);
            if (this.isRefusing) throw refusal(403, "forbidden");
            return { everybody: false, me: off };
          },
          recording: async () => UNRECORDED,
          setRecording: async () => UNRECORDED,
          setRecordingConsent: async () => UNRECORDED,
          reactToMessage: () => Promise.reject(new Error("nobody reacts here")),
          sendMessage: () => Promise.reject(new Error("nobody speaks here")),
        },
      },
      prepare && { prepare },
    );
  }

  get room(): FakeRoom {
    return this.rooms.at(-1) as FakeRoom;
  }

  /** Every track that was ever opened. */
  get opened(): FakeTrack[] {
    return [...this.tracks, ...this.rooms.flatMap((room) => room.localParticipant.devices)];
  }

  quick(isAutomatic: boolean): void {
    this.isAutomatic = isAutomatic;
    for (const room of this.rooms) room.isAutomatic = isAutomatic;
  }

  async connected(): Promise<void> {
    void this.session.start();
    await settle();
    this.room.arrive();
    await settle();
  }

  /** Its data channel is open, and the server has told the first quality of the connection. */
  async reached(quality = "good"): Promise<void> {
    this.room.emit(RoomEvent.ConnectionQualityChanged, quality, this.room.localParticipant);
    await settle();
  }

  async lost(): Promise<void> {
    this.room.drop();
    await settle();
  }

  /** The back-off has passed. */
  async due(): Promise<void> {
    await vi.advanceTimersByTimeAsync(30_000);
    await settle();
  }

  async joinedAgain(): Promise<void> {
    this.joins.at(-1)?.resolve(JOINED);
    await settle();
  }

  async arrived(): Promise<void> {
    this.room.arrive();
    await settle();
  }

  /** Whatever is still on its way comes in, as late as it likes. */
  async everythingComes(): Promise<void> {
    for (let round = 0; round < 4; round += 1) {
      for (const join of this.joins) join.resolve(JOINED);
      for (const room of this.rooms) {
        room.connecting?.resolve();
        for (const { answer } of room.localParticipant.openings) answer.resolve();
        for (const { answer } of room.localParticipant.publishings) answer.resolve();
      }
      await vi.advanceTimersByTimeAsync(60_000);
      await settle();
    }
  }

  expectNothingLive(): void {
    expect(this.rooms.filter((room) => room.isConnected)).toEqual([]);
    expect(this.opened.filter((track) => track.isLive)).toEqual([]);
  }
}
