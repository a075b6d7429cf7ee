/** In the panel of breakout rooms: what hosts write to all of them at once. */
import { type FormEvent, useId, useRef, useState } from "react";
import { ApiError } from "../../api";
import type { RoomVisit } from "../breakouts/roomVisit";

const MAX_LENGTH = 4000;

interface Props {
  visit: RoomVisit;
  onSent: (words: string) => void;
}

export function BreakoutMessage({ visit, onSent }: Props) {
  const id = useId();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState("");
  const [isSending, setSending] = useState(false);
  /** Of the message being written, so that the same words are stored once when an answer was lost. */
  const message = useRef(crypto.randomUUID());
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isSending || text.trim() === "") return;
    setSending(true);
    setProblem("");
    try {
      const rooms = await visit.writeToAll(text, message.current);
      setText("");
      onSent(rooms === 1 ? "Sent to 1 room" : `Sent to ${rooms} rooms`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
    } finally {
      setSending(false);
    }
  };
  return (
    <form className="pl-field" aria-label="Write to all rooms" onSubmit={submit}>
      <label className="pl-label" htmlFor={id}>
        Message to all rooms
      </label>
      <textarea
        id={id}
        className="pl-input"
        data-testid="breakouts-message"
        rows={2}
        maxLength={MAX_LENGTH}
        value={text}
        aria-describedby={`${id}-problem`}
        onChange={(event) => {
          message.current = crypto.randomUUID();
          setText(event.target.value);
        }}
      />
      <p className="pl-error" id={`${id}-problem`} role="alert">
        {problem}
      </p>
      <button type="submit" className="pl-button" data-testid="breakouts-send" aria-disabled={isSending}>
        Send to all rooms
      </button>
    </form>
  );
}
