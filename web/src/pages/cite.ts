/** Links from a claim to the segments it cites, and back. */

const CITED = "said--cited";
/** What a citation that is pointed at, or has the focus, would lead to. */
const HINTED = "said--hinted";

/** Marks exactly the segments with these ids; returns the first one found. */
export function mark(root: ParentNode, ids: readonly string[], as = CITED): HTMLElement | null {
  for (const old of root.querySelectorAll(`.${as}`)) old.classList.remove(as);
  const found = ids
    .map((id) => root.querySelector<HTMLElement>(`[data-segment="${CSS.escape(id)}"]`))
    .filter((segment) => segment !== null);
  for (const segment of found) segment.classList.add(as);
  return found[0] ?? null;
}

/** Scrolls to a segment, in the transcript's own scroll area where it has one. */
export function goTo(segment: HTMLElement): void {
  segment.tabIndex = -1;
  segment.focus({ preventScroll: true });
  segment.scrollIntoView({ block: "center", behavior: "smooth" });
}

/** Wires the page's citations; where columns are stacked, a button leads back. */
export function followCitations(root: HTMLElement): void {
  let origin: HTMLElement | null = null;
  const back = root.querySelector<HTMLElement>("[data-action=back-to-claim]");

  root.addEventListener("click", (event) => {
    const target = event.target as Element;
    const link = target.closest<HTMLElement>("[data-cite]");
    const stroke = target.closest<HTMLElement>("[data-at]");
    const ids = link?.dataset.cite?.split(" ") ?? (stroke ? [stroke.dataset.at ?? ""] : null);
    if (!ids) return;
    const first = mark(root, ids);
    if (!first) return;
    event.preventDefault();
    for (const current of root.querySelectorAll(".cite[aria-current]")) current.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    origin = link;
    if (back) back.hidden = link === null;
    goTo(first);
  });

  let hinting: HTMLElement | null = null;
  const hint = (event: Event) => {
    const link = (event.target as Element).closest<HTMLElement>("[data-cite]");
    if (link === hinting) return;
    hinting = link;
    mark(root, link?.dataset.cite?.split(" ") ?? [], HINTED);
  };
  for (const kind of ["pointerover", "focusin"]) root.addEventListener(kind, hint);

  const goBack = () => {
    if (!origin?.isConnected) return;
    origin.focus({ preventScroll: true });
    origin.scrollIntoView({ block: "center", behavior: "smooth" });
    if (back) back.hidden = true;
  };
  back?.addEventListener("click", goBack);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && (event.target as Element).closest("[data-segment]")) goBack();
  });
}
