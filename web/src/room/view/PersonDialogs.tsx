/** What hosts are asked before they remove or rename somebody, or make them the host. */
import { useState } from "react";
import { linkToNext } from "../link";
import { handing } from "../people/handingOver";
import { Dialog } from "./Dialog";

interface RemovingProps {
  name: string;
  onClose: () => void;
  onRemove: (block: boolean) => void;
}

export function Removing({ name, onClose, onRemove }: RemovingProps) {
  const [block, setBlock] = useState(false);
  return (
    <Dialog title={`Remove ${name}?`} onClose={onClose}>
      <p>
        They leave at once and cannot come back to this meeting until you let them in. From then on, new people also
        wait until you let them in.
      </p>
      {linkToNext() !== null && (
        <label className="removing__block">
          <input type="checkbox" checked={block} onChange={(event) => setBlock(event.target.checked)} />
          <span>
            Block from this room’s later meetings
            <span className="pl-hint">Otherwise they wait at the door for thirty days, or until you let them in.</span>
          </span>
        </label>
      )}
      <div className="dialog__ways">
        <button type="button" className="pl-button" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          className="pl-button pl-button--danger"
          data-testid="remove-confirm"
          onClick={() => {
            onRemove(block);
            onClose();
          }}
        >
          {block ? "Remove and block" : "Remove"}
        </button>
      </div>
    </Dialog>
  );
}

interface HandingOverProps {
  name: string;
  onClose: () => void;
  onHand: () => void;
}

export function HandingOver({ name, onClose, onHand }: HandingOverProps) {
  return (
    <Dialog title={`Make ${name} the host?`} onClose={onClose}>
      <p>{handing(name)}</p>
      <div className="dialog__ways">
        <button type="button" className="pl-button" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          className="pl-button pl-button--primary"
          data-testid="host-confirm"
          onClick={() => {
            onHand();
            onClose();
          }}
        >
          Make host
        </button>
      </div>
    </Dialog>
  );
}

export function Renaming({
  name,
  onClose,
  onName,
}: {
  name: string;
  onClose: () => void;
  onName: (name: string) => void;
}) {
  const [typed, setTyped] = useState(name);
  return (
    <Dialog title={`Rename ${name}`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onName(typed.trim());
          onClose();
        }}
      >
        <div className="pl-field">
          <label className="pl-label" htmlFor="new-name">
            Name in this meeting
          </label>
          <input
            id="new-name"
            className="pl-input"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            required
            pattern=".*\S.*"
            maxLength={120}
          />
        </div>
        <div className="dialog__ways">
          <button type="button" className="pl-button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="pl-button pl-button--primary">
            Rename
          </button>
        </div>
      </form>
    </Dialog>
  );
}
