import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError, api, call, cookie, TIMEOUT_MS } from "./api";

interface Sent {
  url: string;
  init: RequestInit;
}

function answering(status: number, body: string, type = "application/json", more: Record<string, string> = {}): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    sent.push({ url, init });
    return new Response(status === 204 ? null : body, { status, headers: { "Content-Type": type, ...more } });
  });
  return sent;
}

/** Rejects with the signal's reason, as `fetch` and the reading of a body do. */
async function aborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
  throw signal.reason;
}

afterEach(() => {
  vi.unstubAllGlobals();
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie jar is what the client reads; Cookie Store needs https
  document.cookie = "parley_csrf=; Max-Age=0";
});

describe("api", () => {
  it("repeats the csrf cookie in the header of a write", async () => {
    // biome-ignore lint/suspicious/noDocumentCookie: as above
    document.cookie = "parley_csrf=abc123";
    const sent = answering(201, "{}");
    await api.sendMessage("atrium", "hello");
    expect(new Headers(sent[0]?.init.headers).get("X-CSRF-Token")).toBe("abc123");
  });

  it("joins with consent, and with a name only where one was asked for", async () => {
    const sent = answering(200, "{}");
    await api.join("atrium", null);
    await api.join("atrium", "Bob");
    expect(sent.map(({ init }) => init.body)).toEqual(['{"consent":true}', '{"name":"Bob","consent":true}']);
  });

  it("escapes a slug that is no slug", async () => {
    const sent = answering(200, "{}");
    await api.room("a/../b");
    expect(sent[0]?.url).toBe("/api/rooms/a%2F..%2Fb");
  });

  it("fetches segments since a time, of whose pages the first says when to go on from", async () => {
    const sent: string[] = [];
    vi.stubGlobal("fetch", async (url: string) => {
      sent.push(url.replace("/api/rooms/atrium/segments", ""));
      const page = {
        segments: Array(sent.length === 1 ? 1000 : 1).fill({}),
        gaps: [],
        next: 999,
        as_of: `${sent.length}`,
      };
      return new Response(JSON.stringify(page), { headers: { "Content-Type": "application/json" } });
    });
    const { segments, asOf } = await api.segments("atrium", "2026-01-01T00:00:00+01:00");
    const since = "&since=2026-01-01T00%3A00%3A00%2B01%3A00";
    expect([sent, segments.length, asOf]).toEqual([
      [`?words=true&after=-1${since}`, `?words=true&after=999${since}`],
      1001,
      "1",
    ]);
  });

  it("gives nothing for 204", async () => {
    answering(204, "");
    expect(await api.endRoom("atrium")).toBeUndefined();
  });

  it.each([
    ["of a problem document", '{"retry_after_s": 7}', "application/problem+json", {}, 7_000],
    ["in seconds of a header", "", "text/html", { "Retry-After": "12" }, 12_000],
    ["that no header names", "", "text/html", {}, 0],
    ["that nobody can read", "", "text/html", { "Retry-After": "soon" }, 0],
    ["of a header that is past", "", "text/html", { "Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT" }, 0],
    ["longer than an hour", '{"retry_after_s": 86400}', "application/problem+json", {}, 3_600_000],
  ])("knows the time to wait %s", async (_where, body, type, headers, ms) => {
    answering(429, body, type, headers);
    const error: unknown = await api.room("atrium").catch((refusal: unknown) => refusal);
    expect((error as ApiError).retryAfterMs).toBe(ms);
  });

  it("reads the date of a Retry-After", async () => {
    answering(503, "", "text/html", { "Retry-After": new Date(Date.now() + 30_000).toUTCString() });
    const error: unknown = await api.room("atrium").catch((refusal: unknown) => refusal);
    expect((error as ApiError).retryAfterMs).toBeGreaterThan(27_000);
    expect((error as ApiError).retryAfterMs).toBeLessThanOrEqual(30_000);
  });

  it("turns a problem document into an error with its words", async () => {
    const problem = { type: "urn:parley:problem:room-full", title: "Full", status: 409, detail: "Wait." };
    answering(409, JSON.stringify(problem), "application/problem+json");
    const error: unknown = await api.join("atrium", null).catch((refusal: unknown) => refusal);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ kind: "room-full", status: 409, message: "Wait." });
  });

  it("has words for an answer that is no problem document", async () => {
    answering(502, "<html>", "text/html");
    await expect(api.room("atrium")).rejects.toMatchObject({ status: 502 });
  });

  it("has words for no answer", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    await expect(api.room("atrium")).rejects.toMatchObject({ status: 0, kind: "unreachable" });
  });
});

describe("an answer that does not come", () => {
  /** A server that takes the question and says nothing, and one that stops in the middle of its answer. */
  const SILENT: Record<string, (signal: AbortSignal) => Promise<Response>> = {
    "no answer": aborted,
    "half an answer": async (signal) => ({ ok: true, status: 200, json: () => aborted(signal) }) as unknown as Response,
  };
  const silent = (kind: string) =>
    vi.stubGlobal("fetch", (_url: string, { signal }: { signal: AbortSignal }) => SILENT[kind]?.(signal));
  const controlled = () => {
    const controller = new AbortController();
    vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
      expect(ms).toBe(TIMEOUT_MS);
      return controller.signal;
    });
    return controller;
  };

  it.each(Object.keys(SILENT))("is given up after a while: %s", async (kind) => {
    silent(kind);
    const deadline = controlled();
    const asked = api.room("atrium");
    deadline.abort(new DOMException("late", "TimeoutError"));
    await expect(asked).rejects.toMatchObject({
      status: 0,
      kind: "timeout",
      message: expect.stringMatching(/took too long/),
    });
  });

  it.each(Object.keys(SILENT))("is given up at once when the caller goes: %s", async (kind) => {
    silent(kind);
    controlled();
    const caller = new AbortController();
    const asked = call("GET", "/rooms/atrium", undefined, caller.signal);
    caller.abort(new Error("left"));
    await expect(asked).rejects.toThrow("left");
  });
});

describe("cookie", () => {
  it("finds one among several", () => {
    expect(cookie("b", "a=1; b=two%20words; bb=3")).toBe("two words");
  });

  it("is empty where there is none", () => {
    expect(cookie("c", "a=1; b=2")).toBe("");
  });
});
