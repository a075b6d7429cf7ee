/** Creates and connects LiveKit's room for the session, and passes its events on to a listener. */
import {
  ConnectionError,
  ConnectionErrorReason,
  type DisconnectReason,
  type LocalTrackPublication,
  type Participant,
  ParticipantKind,
  Room,
  RoomEvent,
  type RoomOptions,
  type TextStreamReader,
  type TrackPublication,
} from "livekit-client";
import { type Exit, exitOfDisconnect } from "./exits";
import { OFF_RECORD } from "./offRecord";
import { ROLE } from "./people/person";
import { PROCESSED, type Sound } from "./sound";

const TRANSCRIPTION = "lk.transcription";
const CHAT = "parley.chat";
const MESSAGE_REACTION = "parley.chat.reaction";
const TRANSCRIPT = "parley.transcript";
const POLLS = "parley.polls";
const BREAKOUTS = "parley.breakouts";
const REACTION = "parley.reaction";
const FAULT = "parley.fault";
const ROOM = "parley.room";

export interface DeviceIds {
  micId: string;
  cameraId: string;
  speakerId: string;
  /** Everything is processed without it. */
  sound?: Sound;
}

export interface RoomListener {
  caption: (reader: TextStreamReader) => void;
  chat: (payload: Uint8Array) => void;
  messageReaction: (payload: Uint8Array) => void;
  reaction: (payload: Uint8Array) => void;
  /** A poll was asked, closed or deleted, or somebody voted. */
  pollsChanged: () => void;
  /** Breakout rooms were opened, timed or called back, or somebody was moved. */
  breakoutsChanged: () => void;
  sending: (publication: Pick<LocalTrackPublication, "source" | "isMuted">) => void;
  /** A track of one's own, also by LiveKit itself after an interruption. */
  published: () => void;
  arrived: (participant: Participant) => void;
  /** One's role, or a switch of the room. */
  rightsChanged: () => void;
  /** The transcriber came, its fault began or ended, somebody went off the record or back, or words were corrected or forgotten. */
  transcriberChanged: () => void;
  interrupted: () => void;
  resumed: () => void;
  /** The server sends data to this client from now on, if it did not before. */
  reached: () => void;
  disconnected: (reason: DisconnectReason | undefined) => void;
}

export type OpenRoom = (options: RoomOptions) => Room;
export const openRoom: OpenRoom = (options) => new Room(options);

export function optionsFor({ micId, cameraId, speakerId, sound = PROCESSED }: DeviceIds): RoomOptions {
  return {
    adaptiveStream: true,
    dynacast: true,
    audioCaptureDefaults: {
      ...(micId && { deviceId: micId }),
      ...sound,
    },
    videoCaptureDefaults: { ...(cameraId && { deviceId: cameraId }) },
    ...(speakerId && { audioOutput: { deviceId: speakerId } }),
  };
}

/**
 * Passes the room's events on. Captions are accepted only from a participant of kind agent: LiveKit stamps each stream
 * with its sender, and only a token signed by the server makes an agent. The transcriber sends as itself; who spoke is an
 * attribute (docs/wire.md). Data is accepted only from the server, which is no participant.
 */
export function listen(room: Room, listener: RoomListener): void {
  room.registerTextStreamHandler(TRANSCRIPTION, (reader, { identity }) => {
    if (room.remoteParticipants.get(identity)?.kind === ParticipantKind.AGENT) listener.caption(reader);
  });
  room.on(RoomEvent.DataReceived, (payload, sender, _kind, topic) => {
    if (sender !== undefined) return;
    if (topic === CHAT) listener.chat(payload);
    if (topic === MESSAGE_REACTION) listener.messageReaction(payload);
    if (topic === REACTION) listener.reaction(payload);
    if (topic === POLLS) listener.pollsChanged();
    if (topic === BREAKOUTS) listener.breakoutsChanged();
    if (topic === TRANSCRIPT) listener.transcriberChanged();
    if (topic === ROOM) listener.rightsChanged();
  });
  const changed = (publication: TrackPublication, participant: Participant): void => {
    if (participant.isLocal) listener.sending(publication);
  };
  // No wish is read from what is published: the session publishes itself, and a lost connection unpublishes.
  room.on(RoomEvent.TrackMuted, changed).on(RoomEvent.TrackUnmuted, changed);
  room.on(RoomEvent.LocalTrackPublished, listener.published);
  room.on(RoomEvent.ParticipantConnected, (participant) => {
    listener.arrived(participant);
    if (participant.kind === ParticipantKind.AGENT) listener.transcriberChanged();
  });
  room.on(RoomEvent.ParticipantAttributesChanged, (attributes, participant) => {
    if (participant.isLocal && ROLE in attributes) listener.rightsChanged();
    const isOfGaps = FAULT in attributes || OFF_RECORD in attributes;
    if (participant.kind === ParticipantKind.AGENT && isOfGaps) listener.transcriberChanged();
  });
  room.on(RoomEvent.ParticipantNameChanged, (_name, participant) => listener.arrived(participant));
  room.on(RoomEvent.Reconnecting, listener.interrupted).on(RoomEvent.SignalReconnecting, listener.interrupted);
  room.on(RoomEvent.Reconnected, listener.resumed);
  // LiveKit drops data for a client whose channel is not open yet, and tells connection qualities only to one whose is.
  room.on(RoomEvent.ConnectionQualityChanged, listener.reached);
  room.on(RoomEvent.Disconnected, listener.disconnected);
}

/** The result of one attempt to connect. */
export type Outcome = "joined" | "unreachable" | "media-blocked" | { exit: Exit };

/** Never rejects. `media-blocked`: signalling connected, but no media connection could be made. */
export async function connect(room: Room, url: string, token: string): Promise<Outcome> {
  let admitted = false;
  room.once(RoomEvent.SignalConnected, () => {
    admitted = true;
  });
  try {
    await room.connect(url, token);
    return "joined";
  } catch (error) {
    const reason = error instanceof ConnectionError ? error.reason : undefined;
    if (reason === ConnectionErrorReason.LeaveRequest) {
      const exit = exitOfDisconnect((error as ConnectionError).context as DisconnectReason | undefined);
      return exit === null ? "unreachable" : { exit };
    }
    return admitted && reason === ConnectionErrorReason.InternalError ? "media-blocked" : "unreachable";
  }
}
