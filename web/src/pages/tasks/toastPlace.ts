/** Where a page shows its last change, with the button that undoes it. */
import { Toast } from "./undo";

/** The toast of the page, shown in its `[data-toast]`. */
export function toastOf(root: ParentNode): Toast {
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
