import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { AdmissionList } from "./Admission";

function choices(lasts: string): string[] {
  document.body.innerHTML = `<div id="room" data-slug="atrium" ${lasts}></div>`;
  const gina = { id: "gina", name: "Gina", status: "waiting", note: "", isBlocked: false } as const;
  document.body.innerHTML += renderToStaticMarkup(
    <AdmissionList slug="atrium" people={[gina]} attempt={() => undefined} />,
  );
  return [...document.querySelectorAll("[role=menuitem]")].map((item) => item.textContent ?? "");
}

it("says that blocking holds for a permanent room's later meetings, too", () => {
  expect(choices("data-lasts")).toEqual(["Refuse", "Refuse and block, also from later meetings"]);
  expect(choices("")).toEqual(["Refuse", "Refuse and block"]);
});
