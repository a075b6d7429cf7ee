/** Asks a host whether to end the meeting for everyone. */
import { Dialog } from "./Dialog";

export function EndDialog({ onClose, onEnd }: { onClose: () => void; onEnd: () => void }) {
  return (
    <Dialog title="End the meeting for everyone?" onClose={onClose}>
      <p>Everyone is disconnected, and the minutes are written. To leave without ending it, press Leave.</p>
      <div className="dialog__ways">
        <button type="button" className="pl-button" onClick={onClose}>
          Cancel
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
