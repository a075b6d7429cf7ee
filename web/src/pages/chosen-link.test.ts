import { describe, expect, it } from "vitest";
import { ApiError } from "../api";
import { namingLink, watchLink } from "./chosen-link";

describe("namingLink", () => {
  const refused = (type: string): ApiError =>
    new ApiError({ type, title: "No", status: 409, detail: "Choose another." });

  it("names the field of a link that is taken", async () => {
    const told = await namingLink(Promise.reject(refused("urn:parley:problem:link-taken"))).catch((error) => error);
    expect(told.problem.problems).toEqual([{ field: "link", message: "Choose another." }]);
  });

  it("leaves other refusals as they are", async () => {
    const other = refused("urn:parley:problem:conflict");
    await expect(namingLink(Promise.reject(other))).rejects.toBe(other);
  });
});

describe("watchLink", () => {
  const lobbyAfter = (...steps: readonly (readonly [name: string, value: string])[]): string => opened({}, ...steps);

  /** What the browser has restored is there before the page's script. */
  const opened = (
    restored: Readonly<Record<string, string>>,
    ...steps: readonly (readonly [name: string, value: string])[]
  ): string => {
    document.body.innerHTML = `<form><input name="link"><select name="who"><option>anyone<option>people</select>
      <select name="lobby"><option selected>off<option>guests<option>all</select></form>`;
    const form = document.querySelector("form") as HTMLFormElement;
    const field = (name: string) => form.querySelector<HTMLInputElement>(`[name=${name}]`) as HTMLInputElement;
    for (const [name, value] of Object.entries(restored)) field(name).value = value;
    watchLink(form);
    for (const [name, value] of steps) {
      field(name).value = value;
      field(name).dispatchEvent(new Event("change", { bubbles: true }));
    }
    return field("lobby").value;
  };

  it("lets guests wait beside a link, and nobody once that is taken away again", () => {
    expect(lobbyAfter(["link", "team"])).toBe("guests");
    expect(lobbyAfter(["link", "team"], ["link", ""])).toBe("off");
    expect(lobbyAfter(["link", "team"], ["who", "people"])).toBe("off");
  });

  it("keeps what was chosen by hand, also meanwhile", () => {
    expect(lobbyAfter(["link", "team"], ["lobby", "all"], ["link", ""])).toBe("all");
    expect(lobbyAfter(["lobby", "guests"], ["link", "team"], ["link", ""])).toBe("guests");
    expect(lobbyAfter(["link", "team"], ["lobby", "off"])).toBe("guests");
  });

  it("takes a lobby that came raised with its link for the usual one, and another for chosen", () => {
    expect(opened({ link: "team", lobby: "guests" }, ["link", ""])).toBe("off");
    expect(opened({ link: "team", lobby: "all" }, ["link", ""])).toBe("all");
    expect(opened({ lobby: "guests" }, ["link", "team"], ["link", ""])).toBe("guests");
  });
});
