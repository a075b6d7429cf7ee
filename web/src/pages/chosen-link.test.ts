import { describe, expect, it } from "vitest";
import { ApiError } from "../api";
import { namingLink } from "./chosen-link";

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
