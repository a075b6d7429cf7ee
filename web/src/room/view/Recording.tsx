/** The recording: the mark on every screen, the host's button, and the question whether somebody agrees. */
import type { Participant } from "livekit-client";
import { useEffect, useState } from "react";
import { buttonOf, isAsked, isFilmed, type Mark, markOf, RECORDING, wordsOf } from "../recording";
import type { Session } from "../session";
import { Dialog } from "./Dialog";
import { useRead } from "./hooks";
import { Icon } from "./icons";
import "./Recording.css";

interface Props {
  session: Session;
  transcriber: Participant | undefined;
  attempt: (work: Promise<unknown>) => void;
}

/** Whoever has just come is told once the server knows of their arrival. */
const RETRY_MS = 2_000;
/** Nobody but the server tells what became of the video. */
const VIDEO_MS = 10_000;

function useRecording({ session, transcriber }: Pick<Props, "session" | "transcriber">) {
  const view = useRead(session.recording, session.recording.now);
  return { mark: markOf(transcriber?.attributes[RECORDING]), view };
}

/** The mark in the header, which tells screen readers of each change and asks whoever has not answered. */
export function RecordingMark({ session, transcriber, attempt }: Props) {
  const { mark, view } = useRecording({ session, transcriber });
  const [isOpen, setIsOpen] = useState(false);
  const [later, setLater] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the transcriber tells that the rows have changed
  useEffect(() => {
    void session.recording.refresh();
  }, [session, mark]);
  useEffect(() => {
    if (view !== null) return undefined;
    const timer = setInterval(() => void session.recording.refresh(), RETRY_MS);
    return () => clearInterval(timer);
  }, [session, view]);
  const words = wordsOf(mark, view?.consent ?? null);
  const asks = isAsked(mark, view) && !later;
  const close = (): void => {
    setIsOpen(false);
    setLater(true);
  };
  return (
    <>
      <span className="pl-visually-hidden" role="status" data-testid="recording-announcement">
        {words?.long ?? ""}
      </span>
      {words !== null && (
        <button
          type="button"
          className="recording"
          data-testid="recording-mark"
          data-mark={mark}
          title={words.long}
          onClick={() => setIsOpen(true)}
        >
          <span className="recording__dot" aria-hidden="true" />
          <span className="recording__words">{words.short}</span>
          <span className="recording__word">{words.shortest}</span>
          <span className="pl-visually-hidden">. Change whether you are recorded</span>
        </button>
      )}
      {words !== null && (isOpen || asks) && (
        <ConsentDialog
          consent={view?.consent ?? null}
          startedBy={view?.started_by ?? null}
          isVideo={isFilmed(view)}
          onClose={close}
          onChoice={(agreed) => attempt(session.recording.consent(agreed))}
        />
      )}
    </>
  );
}

interface ConsentProps {
  consent: boolean | null;
  startedBy: string | null;
  isVideo: boolean;
  onClose: () => void;
  onChoice: (agreed: boolean) => void;
}

export function ConsentDialog({ consent, startedBy, isVideo, onClose, onChoice }: ConsentProps) {
  const choose = (agreed: boolean) => () => {
    onChoice(agreed);
    onClose();
  };
  return (
    <Dialog title={consent === null ? "May you be recorded?" : "This meeting is recorded"} onClose={onClose}>
      <p>
        {startedBy === null ? "This meeting is recorded." : `${startedBy} is recording this meeting.`}{" "}
        {isVideo
          ? "It has sound and video: only people who agree are heard and seen in it, with their cameras and the screens they share."
          : "Only the sound of people who agree is in it."}{" "}
        Everybody of this meeting can play it afterwards.
      </p>
      <p>{CONSENT[consent === null ? "unasked" : consent ? "agreed" : "declined"]}</p>
      <div className="dialog__ways">
        <button type="button" className="pl-button" data-testid="recording-decline" onClick={choose(false)}>
          Do not record me
        </button>
        <button
          type="button"
          className="pl-button pl-button--primary"
          data-testid="recording-agree"
          onClick={choose(true)}
        >
          {consent === true ? "Keep recording me" : "Record me"}
        </button>
      </div>
    </Dialog>
  );
}

const CONSENT = {
  unasked: "If you decline you are heard and captioned as before, and not recorded. You can change this at any time.",
  agreed: "You are recorded. You can stop that for yourself; what was recorded before stays.",
  declined: "You are heard and captioned, and not recorded.",
};

/** For the host and co-hosts. */
export function RecordingControl({ session, transcriber, attempt, tell }: Props & { tell: (words: string) => void }) {
  const { mark, view } = useRecording({ session, transcriber });
  const isVideo = isFilmed(view);
  const fault = isVideo ? (view?.video_fault ?? null) : null;
  useEffect(() => {
    if (fault !== null) tell(`No video: ${fault}`);
  }, [fault, tell]);
  useEffect(() => {
    if (!isVideo || mark === "off") return undefined;
    const timer = setInterval(() => void session.recording.refresh(), VIDEO_MS);
    return () => clearInterval(timer);
  }, [session, isVideo, mark]);
  const [isAsking, setIsAsking] = useState(false);
  if (view?.may_control !== true) return null;
  const { starts, pending } = buttonOf(mark, view);
  return (
    <>
      <button
        type="button"
        className="control"
        data-quiet
        data-testid="record-toggle"
        aria-pressed={!starts}
        aria-busy={pending}
        title={starts ? "Record this meeting" : "Stop recording"}
        onClick={() => setIsAsking(true)}
      >
        <Icon name={starts ? "record" : "record-stop"} />
        <span className="control__label">{starts ? "Record" : "Stop rec."}</span>
      </button>
      {isAsking && (
        <RecordDialog
          starts={starts}
          mark={mark}
          isVideo={isVideo}
          fault={fault}
          onClose={() => setIsAsking(false)}
          onConfirm={() => attempt(session.recording.set(starts))}
        />
      )}
    </>
  );
}

interface RecordDialogProps {
  starts: boolean;
  mark: Mark;
  isVideo: boolean;
  fault: string | null;
  onClose: () => void;
  onConfirm: () => void;
}

export function RecordDialog({ starts, mark, isVideo, fault, onClose, onConfirm }: RecordDialogProps) {
  return (
    <Dialog title={starts ? "Record this meeting?" : "Stop recording?"} onClose={onClose}>
      <p>
        {starts
          ? "Everybody sees that the meeting is recorded and is asked whether they agree. Who declines is heard, and not recorded. You agree by starting."
          : "What was recorded is kept, and mixed to one file after the meeting. You can go on recording at any time."}
      </p>
      {starts && isVideo && <p>Sound and video are recorded: faces and shared screens, too.</p>}
      {!starts && fault !== null && <p>There is no video at the moment. {fault}</p>}
      {!starts && mark === "failing" && <p>Nothing can be written at the moment: the server’s disk may be full.</p>}
      <div className="dialog__ways">
        <button type="button" className="pl-button" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          className={starts ? "pl-button pl-button--primary" : "pl-button pl-button--danger"}
          data-testid="record-confirm"
          onClick={() => {
            onClose();
            onConfirm();
          }}
        >
          {starts ? "Record" : "Stop recording"}
        </button>
      </div>
    </Dialog>
  );
}
