/** Where a page shows its last change, with the button that undoes it. */
import { Toast } from "./undo";

const toasts = new WeakMap<ParentNode, Toast>();

/** The toast of the page, shown in its `[data-toast]`; everybody's is the same. */
export function toastOf(root: ParentNode): Toast {
  const known = toasts.get(root);
  if (known) return known;
  const made = newToast(root);
  toasts.set(root, made);
  return made;
}

function newToast(root: ParentNode): Toast {
  const place = root.querySelector<HTMLElement>("[data-toast]");
  const find = (name: string): HTMLElement | null | undefined =>
    place?.querySelector<HTMLElement>(`[data-toast-${name}]`);
  const toast = new Toast(
    () => {
      if (!place) return;
      place.hidden = toast.shown === null;
      const [words, undo] = [find("words"), find("undo")];
      if (words) words.textContent = toast.shown?.words ?? "";
      if (undo) undo.hidden = !toast.shown?.undo;
    },
    (ms, then) => {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
  );
  find("undo")?.addEventListener("click", () => void toast.undo());
  find("close")?.addEventListener("click", () => toast.close());
  for (const kind of ["focusin", "pointerenter"]) place?.addEventListener(kind, () => toast.hold());
  for (const kind of ["focusout", "pointerleave"]) {
    place?.addEventListener(kind, () => {
      if (toast.shown) toast.resume();
    });
  }
  return toast;
}
