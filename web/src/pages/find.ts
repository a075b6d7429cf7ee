/** Search within the transcript: all matches are marked, Enter goes to the next. */

const NAME = "found";

/** Matches of a query, regardless of case and accents; [start, end) in UTF-16 units of `text`. */
export function places(text: string, query: string): [number, number][] {
  const wanted = folded(query.trim()).join("");
  if (wanted === "") return [];
  const units = folded(text);
  const joined = units.join("");
  // The folded text may be shorter or longer than the original: count back to the original units.
  const origin = units.flatMap((unit, index) => Array<number>(unit.length).fill(index));
  const found: [number, number][] = [];
  for (let at = joined.indexOf(wanted); at !== -1; at = joined.indexOf(wanted, at + wanted.length)) {
    found.push([origin[at] ?? 0, (origin[at + wanted.length - 1] ?? 0) + 1]);
  }
  return found;
}

function folded(text: string): string[] {
  return Array.from({ length: text.length }, (_, i) =>
    text.charAt(i).normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(),
  );
}

/** Wires the search field and its count of matches. */
export function findIn(root: HTMLElement): void {
  const field = root.querySelector<HTMLInputElement>("[data-find]");
  const count = root.querySelector<HTMLElement>("[data-find-count]");
  if (!field || !count) return;
  let ranges: Range[] = [];
  let at = -1;

  const search = () => {
    ranges = [...root.querySelectorAll("[data-segment]")].flatMap((said) => rangesIn(said, field.value));
    at = -1;
    paint(ranges);
    tell();
  };
  const tell = () => {
    if (field.value.trim() === "") count.textContent = "";
    else if (ranges.length === 0) count.textContent = "Not found";
    else count.textContent = at < 0 ? `${ranges.length} found` : `${at + 1} of ${ranges.length}`;
  };
  field.addEventListener("input", search);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || ranges.length === 0) return;
    event.preventDefault();
    at = (at + (event.shiftKey ? -1 : 1) + ranges.length) % ranges.length;
    ranges[at]?.startContainer.parentElement?.scrollIntoView({ block: "center", behavior: "smooth" });
    tell();
  });
}

function rangesIn(said: Element, query: string): Range[] {
  const node = said.firstChild;
  if (!(node instanceof Text)) return [];
  return places(node.data, query).map(([start, end]) => {
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    return range;
  });
}

/** Marks with the CSS highlight API, which changes no elements; browsers without it show only the count. */
function paint(ranges: Range[]): void {
  if (!("highlights" in CSS)) return;
  CSS.highlights.set(NAME, new Highlight(...ranges));
}
