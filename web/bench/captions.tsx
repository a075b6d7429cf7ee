/** The meeting with a long transcript and no server, fed with captions by `python -m tests.bench.caption_rendering`. */
import { createRoot } from "react-dom/client";
import "../src/theme.css";
import "@livekit/components-styles/components";
import "../src/room/view/App.css";
import type { Joined, RoomForViewer } from "../src/api";
import { aVisit } from "../src/room/breakouts/examples";
import { type Line, lineOfStream } from "../src/room/captions/line";
import { openRoom } from "../src/room/connection";
import { Session } from "../src/room/session";
import { Meeting } from "../src/room/view/Meeting";

const WORDS =
  "so the first point is the budget for next year and we have spent a little less than we planned in the spring".split(
    " ",
  );
const NAMES = ["Alice", "Bob", "Carol", "Dan", "Erin", "Frank", "Grace", "Heidi"];

const unused = (): never => {
  throw new Error("The bench makes no calls.");
};
const session = new Session(
  "bench",
  "Bench",
  {
    participant: { id: "me", role: "participant" },
    room: {},
    rights: { may: [], over: {} },
    livekit: { url: "", token: "" },
  } as unknown as Joined,
  { tracks: [], micId: "", cameraId: "", speakerId: "" },
  {
    openRoom,
    api: {
      join: unused,
      endRoom: unused,
      room: unused,
      messages: unused,
      notes: unused,
      participants: unused,
      polls: unused,
      askPoll: unused,
      votePoll: unused,
      closePoll: unused,
      deletePoll: unused,
      segments: unused,
      reactToMessage: unused,
      sendMessage: unused,
      recording: unused,
      setRecording: unused,
      setRecordingConsent: unused,
      setOffRecord: unused,
    },
  },
);

function said(count: number, seed: number): string {
  return Array.from({ length: count }, (_, n) => WORDS[(seed + n) % WORDS.length]).join(" ");
}

/** As `parley.words`: every sixth word is doubtful. */
function heard(text: string): string {
  return JSON.stringify(text.split(" ").map((word, n) => [word, n * 250, n * 250 + 240, n % 6 === 4 ? 0.3 : 0.9]));
}

/** Segments of `hours`, one after the other, as the server's answer has them. */
function history(segments: number, hours: number): void {
  const every = (hours * 3_600_000) / segments;
  const lines = Array.from({ length: segments }, (_, seq): Line => {
    // People say a few segments in a row.
    const speaker = NAMES[Math.floor(seq / 3) % NAMES.length] as string;
    return {
      id: `old-${seq}`,
      seq,
      speaker,
      name: speaker,
      startMs: seq * every,
      endMs: seq * every + 3_000,
      text: said(8 + (seq % 14), seq),
      isFinal: true,
      revision: 1,
      confidence: (seq % 10) / 10,
      doubts: null,
      seenAt: null,
    };
  });
  session.captions.history({ lines, gaps: [], asOf: new Date().toISOString(), askedAt: Date.now() });
}

/** One caption as it comes from the transcriber: the `words`th update of a segment of this speaker. */
function caption(segment: number, seq: number, speaker: number, words: number, isFinal: boolean, hours: number): void {
  const startMs = hours * 3_600_000 + segment * 4_000;
  const text = said(words, segment + speaker);
  const line = lineOfStream(
    {
      "lk.segment_id": `new-${segment}-${speaker}`,
      "lk.transcription_final": String(isFinal),
      "parley.seq": String(seq),
      "parley.start_ms": String(startMs),
      "parley.end_ms": String(startMs + words * 250),
      "parley.speaker": NAMES[speaker] as string,
      "parley.name": NAMES[speaker] as string,
      "parley.confidence": isFinal ? "0.8" : "",
      "parley.words": isFinal ? heard(text) : "",
    },
    text,
    Date.now(),
  );
  if (line === null) return;
  session.captions.stream(line);
  session.captions.isIncomplete();
}

/** When the browser has shown what was changed. */
const shown = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

Object.assign(window, { bench: { history, caption, shown } });

createRoot(document.getElementById("room") as HTMLElement).render(
  <Meeting room={{ name: "Bench", slug: "bench" } as RoomForViewer} session={session} visit={aVisit()} />,
);
