import { DisconnectReason } from "livekit-client";
import { expect, it } from "vitest";
import { ApiError } from "../api";
import { EXIT_TEXTS, exitOfDisconnect, exitOfRefusal, retryDelay } from "./exits";

const refusal = (status: number, kind = "blank") =>
  new ApiError({ type: `urn:parley:problem:${kind}`, title: "", status, detail: "" });

it.each([
  [DisconnectReason.CLIENT_INITIATED, "left"],
  [DisconnectReason.DUPLICATE_IDENTITY, "elsewhere"],
  [DisconnectReason.PARTICIPANT_REMOVED, "removed"],
  [DisconnectReason.ROOM_DELETED, "ended"],
  [DisconnectReason.ROOM_CLOSED, "ended"],
  [DisconnectReason.SIGNAL_CLOSE, null],
  [DisconnectReason.MEDIA_FAILURE, null],
  [undefined, null],
])("calls disconnect reason %s %s", (reason, exit) => {
  expect(exitOfDisconnect(reason)).toBe(exit);
});

it.each([
  [refusal(409, "room-full"), "full"],
  [refusal(409, "room-ended"), "ended"],
  [refusal(403, "removed"), "removed"],
  [refusal(403, "guests-not-allowed"), "guests"],
  [refusal(404, "room-not-found"), "unknown"],
  [refusal(401), "guests"],
  [refusal(0, "unreachable"), "unreachable"],
  [refusal(0, "timeout"), "unreachable"],
  [refusal(503, "live-kit-unavailable"), "refused"],
])("calls a refusal by its kind (%#)", (error, exit) => {
  expect(exitOfRefusal(error)).toBe(exit);
});

it("offers a way on from every exit", () => {
  for (const words of Object.values(EXIT_TEXTS)) expect(words.actions).toContain("home");
});

it("tries sooner first, then for ever at an interval that does not grow", () => {
  expect(retryDelay(0, 1)).toBe(500);
  expect(retryDelay(3, 1)).toBe(4_000);
  expect(retryDelay(99, 1)).toBe(30_000);
});

it("spreads the attempts of many who lost the same server", () => {
  expect(retryDelay(99, 0)).toBe(22_500);
});
