/** What the control bar and the keys turn on and off: sources, the hand, captions; and the words for what fails. */
import { type LocalParticipant, Track } from "livekit-client";
import { useState } from "react";
import { api } from "../../api";
import { BlurFailed, blurWords } from "../background";
import { background } from "../blurring";
import { troubleOf, troubleWords } from "../devices";
import { handOf, maySpeak } from "../people/person";
import type { Source } from "../sender";
import type { Session } from "../session";

/** A button that is on or off. */
export interface Control {
  on: boolean;
  pending: boolean;
  toggle: () => void;
}

/** A toggle that publishes or mutes a source; errors go to `onError`. */
function useControl(session: Session, source: Source, onError: (source: Source, error: unknown) => void): Control {
  const [pending, setPending] = useState(false);
  const on = session.sends(source);
  const toggle = (): void => {
    if (pending) return;
    setPending(true);
    session
      .send(source, !on)
      .catch((error: unknown) => onError(source, error))
      .finally(() => setPending(false));
  };
  return { on, pending, toggle };
}

export interface Controls {
  mic: Control;
  camera: Control;
  share: Control;
  hand: Control;
  captions: Control;
  /** Why the microphone could not be opened or closed, told to the person. */
  onMicError: (error: unknown) => void;
}

interface Effects {
  attempt: (work: Promise<unknown>) => void;
  showToast: (words: string) => void;
  onCaptions: () => void;
}

/** `captions`: whether they are shown. */
export function useControls(
  session: Session,
  me: LocalParticipant,
  captions: boolean,
  { attempt, showToast, onCaptions }: Effects,
): Controls {
  const onError = (source: Source, error: unknown): void => {
    const words = problemWords(source, error, maySpeak(me.permissions));
    if (words !== "") showToast(words);
  };
  const raised = handOf(me) !== null;
  return {
    mic: useControl(session, Track.Source.Microphone, onError),
    camera: useControl(session, Track.Source.Camera, onError),
    share: useControl(session, Track.Source.ScreenShare, onError),
    hand: {
      on: raised,
      pending: false,
      toggle: () => attempt(api.changeParticipant(session.slug, session.self, { hand: !raised })),
    },
    onMicError: (error) => onError(Track.Source.Microphone, error),
    captions: { on: captions, pending: false, toggle: onCaptions },
  };
}

/** Why a source could not be sent; empty where the person just closed the choice of a screen. */
function problemWords(source: Source, error: unknown, allowed: boolean): string {
  if (error instanceof BlurFailed) return blurWords(background.state());
  const trouble = troubleOf(error);
  if (source === Track.Source.ScreenShare)
    return trouble === "refused" ? "" : "Your screen could not be shared. Try again.";
  if (source === Track.Source.Microphone && !allowed)
    return "A host blocked your microphone. Raise your hand to ask to speak.";
  return troubleWords(source === Track.Source.Microphone ? "mic" : "camera", trouble);
}
