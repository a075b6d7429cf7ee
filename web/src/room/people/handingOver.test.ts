import { describe, expect, it } from "vitest";
import { handedOver, handing } from "./handingOver";

const REACH = [
  ["instant", "of this meeting"],
  ["scheduled", "of this meeting"],
  ["recurring", "of this meeting alone: the series stays with its host"],
  ["permanent", "of this permanent room, with any later meetings"],
] as const;

describe.each(REACH)("a meeting that is %s", (type, reach) => {
  it("says how far it is handed over, before and after", () => {
    document.body.innerHTML = `<div id="room" data-type="${type}"></div>`;
    expect(handing("Ann")).toBe(
      `Ann becomes the host ${reach}. You stay as a co-host, and only the new host can give it back.`,
    );
    expect(handedOver("Ann")).toBe(`Ann is the host now, ${reach}`);
  });
});
