/** The list of keyboard shortcuts, which the key ? opens. */
import { HELD, SHORTCUTS } from "../shortcuts";
import { pictureInPicture } from "../smallWindows";
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
      {[...offered(), ...HELD].map(({ key, label }) => (
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

/** Not every browser has picture in picture. */
function offered(): typeof SHORTCUTS {
  return pictureInPicture.way === null ? SHORTCUTS.filter(({ action }) => action !== "picture-in-picture") : SHORTCUTS;
}
