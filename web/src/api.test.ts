import { afterEach, expect, it, vi } from "vitest";
import { RoomApi } from "./api";

function answering(body: unknown): { url: string; init: RequestInit }[] {
  const sent: { url: string; init: RequestInit }[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    sent.push({ url, init });
    return Response.json(body);
  });
  return sent;
}

afterEach(() => vi.unstubAllGlobals());

it("escapes a slug that is no slug", async () => {
  const sent = answering({});
  await new RoomApi("a/../b").look();
  expect(sent[0]?.url).toBe("/api/rooms/a%2F..%2Fb");
});

it("joins with consent, and with a name only where one was asked for", async () => {
  const sent = answering({});
  await new RoomApi("atrium").join(null);
  await new RoomApi("atrium").join("Bob");
  expect(sent.map((each) => each.init.body)).toEqual(['{"consent":true}', '{"name":"Bob","consent":true}']);
});

it("asks for the segments after one it has", async () => {
  const sent = answering({ segments: [], next: 7 });
  expect(await new RoomApi("atrium").segments(7)).toEqual([]);
  expect(sent[0]?.url).toBe("/api/rooms/atrium/segments?after=7");
});
