/**
 * Keeps what is clicked and sent before the page's script has started, and does it then. It is loaded before
 * anything is shown: without it a click is lost, and the browser sends a form by itself, its fields in the URL.
 */
(() => {
  const kept = new Map<Element, () => void>();

  const keep = (event: Event): void => {
    if (!(event.target instanceof Element)) return;
    const isForm = event.type === "submit";
    const element = event.target.closest(
      isForm ? "form:not([action])" : "button[type=button]:not([popovertarget]), [data-action]:not(a, button)",
    );
    if (!(element instanceof HTMLElement)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const again = element instanceof HTMLFormElement ? () => element.requestSubmit() : () => element.click();
    kept.set(element, again);
  };

  for (const kind of ["click", "submit"]) document.addEventListener(kind, keep, true);
  document.addEventListener(
    "parley:started",
    () => {
      for (const kind of ["click", "submit"]) document.removeEventListener(kind, keep, true);
      for (const again of kept.values()) again();
    },
    { once: true },
  );
})();

export type {};
