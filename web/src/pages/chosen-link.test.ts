import { describe, expect, it } from "vitest";
import { ApiError } from "../api";
import { linkChange, lobbyBeside, namingLink } from "./chosen-link";

describe("lobbyBeside", () => {
  it("lets guests wait where anyone may come by a link that can be guessed", () => {
    expect(lobbyBeside("team-standup", "anyone", "off")).toBe("guests");
  });

  it("leaves what the host chose everywhere else", () => {
    expect(lobbyBeside("team-standup", "anyone", "all")).toBe("all");
    expect(lobbyBeside("team-standup", "people", "off")).toBe("off");
    expect(lobbyBeside(" ", "anyone", "off")).toBe("off");
  });
});

describe("linkChange", () => {
  it("sends only what is different", () => {
    expect(linkChange("team-standup ", "team-standup")).toEqual({});
    expect(linkChange("", "team-standup")).toEqual({ link: "" });
    expect(linkChange(" plan", "")).toEqual({ link: "plan" });
  });
});

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
