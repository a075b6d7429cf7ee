/** The list of keyboard shortcuts, which the key ? opens. */
import { HELD, SHORTCUTS } from "../shortcuts";
import { Dialog } from "./Dialog";
import "./SettingsDialog.css";

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <ShortcutList />
    </Dialog>
  );
}

export function ShortcutList() {
  return (
    <dl className="keys" data-testid="shortcuts">
      {[...SHORTCUTS, ...HELD].map(({ key, label }) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{label}</dd>
        </div>
      ))}
    </dl>
  );
}
