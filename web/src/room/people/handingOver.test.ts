import { describe, expect, it } from "vitest";
import { handedOver } from "./handingOver";

describe("whose the room is now", () => {
  it.each([
    ["instant", "Ann is the host now, of this meeting"],
    ["scheduled", "Ann is the host now, of this meeting"],
    ["recurring", "Ann is the host now, of this meeting alone: the series stays with its host"],
    ["permanent", "Ann is the host now, of this permanent room, with any later meetings"],
  ])("is said of a meeting that is %s", (type, said) => {
    document.body.innerHTML = `<div id="room" data-type="${type}"></div>`;
    expect(handedOver("Ann")).toBe(said);
  });
});
