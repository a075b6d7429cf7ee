import { beforeEach, expect, it } from "vitest";
import { takeOff } from "./kept-out";

beforeEach(() => {
  document.body.innerHTML = `<h1 tabindex="-1">Team room</h1>
    <section data-kept-out><p data-while-guests>Guests wait.</p><ul>
      <li class="row" data-guest><button id="gina"></button></li>
      <li class="row"><button id="bob"></button></li>
      <li class="row" data-guest><button id="lara"></button></li>
    </ul></section>`;
});

const button = (id: string) => document.getElementById(id) as HTMLButtonElement;
const focused = () => document.activeElement?.id || document.activeElement?.tagName;

function letIn(id: string): void {
  button(id).focus();
  takeOff(button(id));
}

it("gives the focus to who comes next, then to who is left, at last to the page's title", () => {
  const seen = ["bob", "lara", "gina"].map((id) => {
    letIn(id);
    return focused();
  });
  expect(seen).toEqual(["lara", "gina", "H1"]);
  expect(document.querySelector("[data-kept-out]")).toBeNull();
});

it("leaves the focus where somebody has moved it meanwhile", () => {
  button("lara").focus();
  takeOff(button("gina"));
  expect(focused()).toBe("lara");
});

it("says that guests wait as long as a guest is listed", () => {
  const says = ["gina", "lara"].map((id) => {
    letIn(id);
    return document.querySelector("[data-while-guests]") !== null;
  });
  expect(says).toEqual([true, false]);
});
