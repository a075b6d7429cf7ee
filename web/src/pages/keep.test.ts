import { beforeEach, describe, expect, it, vi } from "vitest";
import { KEEP_ACTIONS, offerKeeping } from "./keep";

const DAY_MS = 86_400_000;
const sent: unknown[] = [];
const done = vi.fn();

beforeEach(() => {
  sent.length = 0;
  done.mockReset();
  vi.stubGlobal("fetch", async (_: string, { body }: RequestInit) => {
    sent.push(JSON.parse(String(body)));
    return new Response("{}", { headers: { "Content-Type": "application/json" } });
  });
  const field = (kind: string, goes: string, now: string): string =>
    `<input type="number" name="keep_${kind}_days" value="${now}" data-goes="${goes}" data-now="${now}" data-server="">`;
  document.body.innerHTML = `
    <form data-form="keep" data-ended="${new Date(Date.now() - 10 * DAY_MS).toISOString()}">
      ${field("recordings", "Recording", "60")}${field("transcripts", "Minutes", "")}${field("chat", "Chat", "")}
      <button type="submit">Save</button>
    </form>
    <dialog id="keep-less"><form data-form="keep-less"><ul data-losses></ul><button type="submit">Go</button></form></dialog>`;
  offerKeeping("atrium", done);
});

const dialog = () => document.querySelector("dialog") as HTMLDialogElement;

function set(kind: string, days: string): void {
  (document.querySelector(`[name=keep_${kind}_days]`) as HTMLInputElement).value = days;
}

function submit(name: string): void {
  document.querySelector(`[data-form=${name}]`)?.dispatchEvent(new Event("submit", { cancelable: true }));
}

describe("the days of an ended meeting", () => {
  it("are saved at once where nothing goes earlier", async () => {
    set("recordings", "");
    submit("keep");
    await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(sent).toEqual([{ keep_recordings_days: 0, keep_transcripts_days: 0, keep_chat_days: 0 }]);
    expect(dialog().open).toBe(false);
  });

  it("are saved only after the dialog said what goes earlier", async () => {
    set("chat", "5");
    submit("keep");
    await vi.waitFor(() => expect(dialog().open).toBe(true));
    expect([...dialog().querySelectorAll("li")].map((each) => each.textContent)).toEqual(["Chat: within a day"]);
    expect(sent).toEqual([]);
    submit("keep-less");
    await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(sent).toEqual([{ keep_recordings_days: 60, keep_transcripts_days: 0, keep_chat_days: 5 }]);
  });

  it("stay as they are after Cancel", async () => {
    set("recordings", "20");
    submit("keep");
    await vi.waitFor(() => expect(dialog().open).toBe(true));
    KEEP_ACTIONS["keep-cancel"]();
    expect(dialog().open).toBe(false);
    expect(sent).toEqual([]);
  });
});
