import { afterEach, describe, expect, it, vi } from "vitest";
import { call, cookie, Problem } from "./http";

function answers(status: number, body: unknown): ReturnType<typeof vi.fn> {
  const fetched = vi.fn(async () => new Response(status === 204 ? null : JSON.stringify(body), { status }));
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

afterEach(() => vi.unstubAllGlobals());

describe("call", () => {
  it("echoes the CSRF cookie on a write", async () => {
    document.cookie = "parley_csrf=abc";
    const fetched = answers(201, { slug: "atrium" });
    expect(await call("POST", "/api/rooms", { name: "Atrium" })).toEqual({ slug: "atrium" });
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({
      method: "POST",
      body: '{"name":"Atrium"}',
      headers: { "X-CSRF-Token": "abc", "Content-Type": "application/json" },
    });
  });

  it("gives nothing for 204", async () => {
    answers(204, null);
    expect(await call("DELETE", "/api/sessions/current")).toBeUndefined();
  });

  it("throws the server's own words and the fields they are about", async () => {
    answers(422, { title: "That does not look right", detail: "Correct it.", problems: [{ field: "name", message: "must not be empty" }] });
    const refusal = await call("POST", "/api/rooms", {}).catch((error: unknown) => error as Problem);
    expect(refusal).toMatchObject({ status: 422, message: "That does not look right. Correct it.", fields: [{ field: "name" }] });
  });

  it("has words for an answer that is no problem document", async () => {
    vi.stubGlobal("fetch", async () => new Response("<html>Bad gateway", { status: 502 }));
    await expect(call("GET", "/api/rooms")).rejects.toMatchObject({ status: 502, title: "Something went wrong" });
  });

  it("has words for no answer at all", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
    await expect(call("GET", "/api/rooms")).rejects.toMatchObject({ status: 0 });
  });
});

it("reads one cookie among others, with = in its value", () => {
  expect(cookie("b", "a=1; b=x=y; c=3")).toBe("x=y");
  expect(cookie("d", "a=1")).toBe("");
});
