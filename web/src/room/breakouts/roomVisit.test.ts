import { afterEach, expect, it, vi } from "vitest";
import { api, type ChatMessage, type Joined } from "../../api";
import { aBreakout } from "./examples";
import { visitOf } from "./roomVisit";

const joined = (id: string): Joined =>
  ({
    participant: { id, role: "participant" },
    room: { settings: {} },
    rights: { may: [], over: {} },
    livekit: { url: "", token: "" },
  }) as unknown as Joined;
const message = (id: string, second: number): ChatMessage => ({
  id,
  participant_id: "bob",
  name: "Bob",
  text: id,
  sent_at: new Date(second * 1000).toISOString(),
  reply_to: null,
  reactions: [],
});
afterEach(() => vi.restoreAllMocks());

it("counts as unread what was written in the main room meanwhile", async () => {
  vi.spyOn(api, "join").mockImplementation(async (slug) => joined(`me in ${slug}`));
  vi.spyOn(api, "breakouts").mockResolvedValue({ breakouts: [], people: [] });
  const visit = visitOf("atrium", null, joined("me"), { tracks: [], micId: "", cameraId: "", speakerId: "" });
  visit.session().chat.history([message("before", 1)], "me");
  await visit.go(aBreakout());
  expect(visit.session().chat.messages()).toEqual([]);
  await visit.goBack();
  visit.session().chat.history([message("before", 1), message("meanwhile", 2)], "me");
  expect(visit.session().chat.unread()).toBe(1);
  visit.session().leave();
});
