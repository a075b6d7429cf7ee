/** The session with a fake room whose every step the test decides: nothing may connect, publish or be live after the end. */
import { ConnectionError, DisconnectReason, ParticipantKind, RoomEvent, type RoomOptions, Track } from "livekit-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError, type Gap, type Joined, type RecordingView, type RoomForViewer } from "../api";
import { aGap } from "./captions/examples";
import { asTracks, type Deferred, deferred, FakePublication, FakeRoom, FakeTrack, settle } from "./fakeRoom";
import { emptyNotes } from "./notes/examples";
import { inForceOf } from "./offRecord";
import { aPoll } from "./polls/examples";
import { Session } from "./session";

const { Microphone, Camera, ScreenShare } = Track.Source;
const JOINED = {
  participant: { id: "me", name: "Alice", role: "host" },
  room: {},
  rights: { may: [], over: {} },
  livekit: { url: "ws://livekit", token: "token" },
} as unknown as Joined;
const UNRECORDED = { status: "none", may_control: false, consent: null } as RecordingView;
const UNPROCESSED = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
const AS_OF = "2026-01-01T10:00:00.123456Z";
const MEDIA = ConnectionError.internal("could not establish pc connection");
const refusal = (status: number, kind: string) =>
  new ApiError({ type: `urn:parley:problem:${kind}`, title: "", status, detail: "" });

class Stage {
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
          messages: async () => ({ messages: [] }),
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
      prepare,
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

it("keeps a device for the room that comes after a loss", async () => {
  await stage.connected();
  await stage.lost();
  await stage.session.switchDevice("audioinput", "usb");
  expect(stage.rooms[0]?.switched).toEqual(["usb"]);
});

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
    const reached = async (quality: string) => {
      stage.room.emit(RoomEvent.ConnectionQualityChanged, quality, stage.room.localParticipant);
      await settle();
    };
    let breakouts = 0;
    stage.session.onBreakouts = () => {
      breakouts += 1;
    };
    await reached("excellent");
    await reached("poor");
    expect([stage.asked, breakouts]).toEqual([[null, AS_OF], 1]);
    stage.room.emit(RoomEvent.Reconnecting);
    stage.room.emit(RoomEvent.Reconnected);
    await reached("good");
    await reached("poor");
    expect([stage.asked.length, breakouts]).toEqual([4, 3]);
  });

  it("does not ask again for what people change", async () => {
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

  it("asks for what was corrected when the server says so, and not when a participant does", async () => {
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

it("fetches the transcript again when the server says that words were forgotten, and believes nobody else", async () => {
  const stage = new Stage();
  await stage.connected();
  const before = stage.asked.length;
  stage.room.emit(RoomEvent.DataReceived, new Uint8Array(), { identity: "bob" }, 0, "parley.transcript");
  await stage.due();
  expect(stage.asked.length).toBe(before);
  stage.room.emit(RoomEvent.DataReceived, new Uint8Array(), undefined, 0, "parley.transcript");
  await stage.due();
  expect(stage.asked.length).toBe(before + 1);
});

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
