/** Asks a host whether to end the meeting for everyone, or only to leave: on a phone this is also the way to leave. */
import { Dialog } from "./Dialog";

interface Props {
  onClose: () => void;
  onLeave: () => void;
  onEnd: () => void;
}

export function EndDialog({ onClose, onLeave, onEnd }: Props) {
  return (
    <Dialog title="End the meeting for everyone?" onClose={onClose}>
      <p>Everyone is disconnected, and the minutes are written.</p>
      <div className="dialog__ways">
        <button type="button" className="pl-button" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="pl-button" data-testid="end-leave" onClick={onLeave}>
          Only leave
        </button>
        <button
          type="button"
          className="pl-button pl-button--danger"
          data-testid="end-confirm"
          onClick={() => {
            onClose();
            onEnd();
          }}
        >
          End for all
        </button>
      </div>
    </Dialog>
  );
}
