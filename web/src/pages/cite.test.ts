import { beforeEach, describe, expect, it } from "vitest";
import { followCitations, mark } from "./cite";

beforeEach(() => {
  document.body.innerHTML = `
    <article>
      <a class="cite" href="#s-b" data-cite="b c">0:07</a> <a class="cite" href="#s-gone" data-cite="gone">0:09</a>
      <span data-segment="a">One.</span> <span data-segment="b">Two.</span> <span data-segment="c">Three.</span>
      <button data-action="back-to-claim" hidden>Back</button>
    </article>`;
  Element.prototype.scrollIntoView = () => undefined;
  followCitations(article());
});

const article = () => document.querySelector("article") as HTMLElement;
const cite = (n: number) => document.querySelectorAll<HTMLElement>(".cite")[n] as HTMLElement;
const marked = () => [...document.querySelectorAll(".said--cited")].map((element) => element.textContent);

describe("a citation", () => {
  it("marks all its segments and puts the reader at the first", () => {
    cite(0).click();
    expect(marked()).toEqual(["Two.", "Three."]);
    expect(document.activeElement?.textContent).toBe("Two.");
    expect(cite(0).getAttribute("aria-current")).toBe("true");
  });

  it("lights up its words while it has the focus or is pointed at, and only then", () => {
    const hinted = () => [...document.querySelectorAll(".said--hinted")].map((element) => element.textContent);
    cite(0).dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
    expect(hinted()).toEqual(["Two.", "Three."]);
    expect(marked()).toEqual([]);
    article().dispatchEvent(new Event("pointerover", { bubbles: true }));
    expect(hinted()).toEqual([]);
  });

  it("whose words are not on the page stays an ordinary link", () => {
    const click = new MouseEvent("click", { bubbles: true, cancelable: true });
    cite(1).dispatchEvent(click);
    expect(click.defaultPrevented).toBe(false);
  });

  it("leads back by the button", () => {
    cite(0).click();
    const back = document.querySelector("button") as HTMLButtonElement;
    expect(back.hidden).toBe(false);
    back.click();
    expect(document.activeElement).toBe(cite(0));
    expect(back.hidden).toBe(true);
  });

  it("leads back by Escape", () => {
    cite(0).click();
    document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    expect(document.activeElement).toBe(cite(0));
  });
});

it("marks only the newest citation's words", () => {
  mark(article(), ["a"]);
  mark(article(), ["c"]);
  expect(marked()).toEqual(["Three."]);
});
