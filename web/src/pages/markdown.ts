/** Converts the minutes on the page to Markdown. */

/** The heading and every section of `minutes` that is not private to the reader. */
export function markdownOf(title: string, facts: string, minutes: ParentNode): string {
  const parts = [`# ${escaped(title)}`, escaped(facts)];
  for (const section of minutes.querySelectorAll("section:not(.report)")) {
    parts.push(...[...section.children].flatMap(block));
  }
  const source = minutes.querySelector(".source");
  if (source) parts.push(`_${words(source)}_`);
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function block(element: Element): string[] {
  switch (element.tagName) {
    case "H2":
      return [`## ${words(element)}`];
    case "H3":
      return [`### ${words(element)}`];
    case "P":
      return [words(element)];
    case "UL":
    case "OL":
      return [[...element.children].map(item).join("\n")];
    case "TABLE":
      return [table(element)];
    case "FIGURE":
      return [];
    default:
      return [...element.children].flatMap(block);
  }
}

function item(element: Element, index: number): string {
  const lead = element.parentElement?.tagName === "OL" ? `${index + 1}. ` : "- ";
  const inner = [...element.children].filter((child) => ["P", "H3"].includes(child.tagName));
  const lines = inner.length > 0 ? inner.map(words) : [words(element)];
  return lead + lines.join(`\n${" ".repeat(lead.length)}`);
}

function table(element: Element): string {
  const rows = [...element.querySelectorAll("tbody tr")].map((row) =>
    [...row.children].map(words).filter((cell) => cell !== ""),
  );
  return rows.map(([name, ...cells]) => `- ${name}: ${cells.join(", ")}`).join("\n");
}

/** The visible text; times of citations in parentheses. */
function words(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const hidden of copy.querySelectorAll(".pl-visually-hidden, .by-hand__edit, svg")) hidden.remove();
  for (const cite of copy.querySelectorAll(".cite")) cite.textContent = `(${plain(cite)})`;
  const facts = [...copy.children].filter((child) => child.querySelector(".task__label"));
  if (facts.length > 0) return facts.map((fact) => escaped(plain(fact))).join("; ");
  return escaped(plain(copy));
}

/**
 * Escapes people's text so that Markdown shows it unchanged: characters with a meaning anywhere in a line, and those with a
 * meaning only at its beginning (headings, lists, quotations, rules).
 */
export function escaped(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>|~&]/g, "\\$&")
    .replace(/^([#+=-])/, "\\$1")
    .replace(/^(\d+)([.)])(?=\s|$)/, "$1\\$2");
}

function plain(element: Element): string {
  return (element.textContent ?? "").replace(/\s+/g, " ").trim();
}
