import { beforeEach, describe, expect, it, vi } from "vitest";

/** A page whose script has not started; what its own listeners see comes to `seen`. */
async function page(html: string): Promise<string[]> {
  const seen: string[] = [];
  document.body.innerHTML = html;
  vi.resetModules();
  await import("./early");
  document.addEventListener("click", ({ target }) => seen.push(`click ${(target as Element).id}`));
  for (const form of document.querySelectorAll("form"))
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      seen.push(`submit ${form.id}`);
    });
  return seen;
}

function start(): void {
  document.dispatchEvent(new Event("parley:started"));
}

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(id);
  return found;
}

describe("before the page's script has started", () => {
  beforeEach(start);

  it("a click is kept, and done once the script has started", async () => {
    const seen = await page('<button type="button" id="new"><b id="label">New</b></button>');
    byId("label").click();
    byId("label").click();
    expect(seen).toEqual([]);
    start();
    expect(seen).toEqual(["click new"]);
  });

  it("a form is kept, never sent by the browser", async () => {
    const seen = await page('<form id="signin"><input name="password"><button>Sign in</button></form>');
    const sent = new Event("submit", { bubbles: true, cancelable: true });
    byId("signin").dispatchEvent(sent);
    expect([sent.defaultPrevented, seen]).toEqual([true, []]);
    start();
    expect(seen).toEqual(["submit signin"]);
  });

  it("what needs no script is done at once", async () => {
    const seen = await page(
      '<a href="#x" id="link">x</a><button type="button" popovertarget="p" id="menu">m</button><form id="find" action="/search"></form>',
    );
    for (const id of ["link", "menu"]) byId(id).click();
    byId("find").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    expect(seen).toEqual(["click link", "click menu", "submit find"]);
    start();
    expect(seen).toHaveLength(3);
  });

  it("keeps nothing afterwards", async () => {
    const seen = await page('<button type="button" id="new">New</button>');
    start();
    byId("new").click();
    start();
    expect(seen).toEqual(["click new"]);
  });
});
