/** The list of who was kept out of a permanent room. */

/** Takes off it who is let back in by this button; the focus goes on to the next one's, at last to the page's title. */
export function takeOff(button: HTMLElement): void {
  const row = button.closest(".row");
  const section = row?.closest("[data-kept-out]");
  if (!row || !section) return;
  const hadFocus = row.contains(document.activeElement);
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  if (!section.querySelector("[data-guest]")) section.querySelector("[data-while-guests]")?.remove();
  if (next === null) section.remove();
  const heir = next === null ? document.querySelector<HTMLElement>("h1") : next.querySelector<HTMLElement>("button");
  if (hadFocus) heir?.focus();
}
