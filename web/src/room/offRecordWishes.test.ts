import { expect, it } from "vitest";
import { ApiError } from "../api";
import { type Deferred, deferred, settle } from "./fakeRoom";
import { inForceOf } from "./offRecord";
import { keepingOf, OffRecordWishes } from "./offRecordWishes";

const NOBODY = inForceOf("");
const failure = (status: number) => new ApiError({ type: "urn:parley:problem:x", title: "", status, detail: "" });

class Stage {
  readonly sent: string[] = [];
  readonly waits: Deferred<void>[] = [];
  readonly ending = new AbortController();
  /** The server's answer; null: it takes all. */
  status: number | null = null;
  isInside = true;
  kept = "";
  readonly wishes: OffRecordWishes;

  constructor(kept = "") {
    this.kept = kept;
    this.wishes = new OffRecordWishes(
      {
        send: async (scope, off) => {
          if (this.status !== null) throw failure(this.status);
          this.sent.push(`${scope} ${off}`);
        },
        isInside: () => this.isInside,
        wait: () => {
          const wait = deferred<void>();
          this.waits.push(wait);
          return wait.promise;
        },
        signal: this.ending.signal,
      },
      {
        read: () => this.kept,
        write: (scopes) => {
          this.kept = scopes;
        },
      },
    );
  }

  async due(): Promise<void> {
    this.waits.at(-1)?.resolve();
    await settle();
  }
}

it("waits until the transcriber says that it is in force", async () => {
  const { wishes, sent } = new Stage();
  await wishes.wish("me", true);
  expect(sent).toEqual(["me true"]);
  wishes.follow(NOBODY, "me");
  expect([...wishes.now()]).toEqual([["me", true]]);
  wishes.follow(inForceOf("me"), "me");
  expect(wishes.now().size).toBe(0);
});

it("tells when the server has taken it: it may be in force before the answer", async () => {
  const { wishes } = new Stage();
  wishes.subscribe(() => wishes.follow(inForceOf("me"), "me"));
  await wishes.wish("me", true);
  expect(wishes.now().size).toBe(0);
});

it.each([0, 403, 503])("is sent again after it was refused without a connection: %i", async (status) => {
  const stage = new Stage();
  stage.status = status;
  stage.isInside = false;
  await stage.wishes.wish("me", true);
  stage.wishes.follow(inForceOf("me"), "me");
  expect(stage.wishes.now().get("me")).toBe(true);
  stage.status = null;
  stage.isInside = true;
  void stage.wishes.resume();
  await settle();
  expect(stage.sent).toEqual(["me true"]);
});

it("is sent again and again while only the server cannot be reached", async () => {
  const stage = new Stage();
  stage.status = 0;
  await stage.wishes.wish("me", true);
  await stage.due();
  await stage.due();
  stage.status = null;
  await stage.due();
  expect([stage.waits.length, stage.sent]).toEqual([3, ["me true"]]);
});

it("is not sent any more after the end", async () => {
  const stage = new Stage();
  stage.status = 0;
  await stage.wishes.wish("me", true);
  stage.ending.abort();
  stage.status = null;
  await stage.due();
  expect(stage.sent).toEqual([]);
});

it("is not sent again once the server has taken it", async () => {
  const { wishes, sent } = new Stage();
  await wishes.wish("everybody", true);
  await wishes.resume();
  expect(sent).toHaveLength(1);
});

it("forgets what the server refuses to somebody who is inside", async () => {
  const stage = new Stage();
  stage.status = 409;
  await expect(stage.wishes.wish("everybody", true)).rejects.toThrow();
  expect(stage.wishes.now().size).toBe(0);
  expect([stage.wishes.isSilencing(), stage.kept]).toEqual([false, ""]);
});

it("goes on with silence that a server refuses which may not know yet that somebody is back", async () => {
  const stage = new Stage("me");
  stage.status = 403;
  void stage.wishes.resume();
  await settle();
  expect(stage.wishes.isSilencing()).toBe(true);
  stage.status = null;
  await stage.due();
  expect(stage.sent).toEqual(["me true"]);
});

it.each(["me", "everybody"] as const)("silences one's own microphone until it is in force: %s", async (scope) => {
  const { wishes } = new Stage();
  expect(wishes.isSilencing()).toBe(false);
  await wishes.wish(scope, true);
  expect(wishes.isSilencing()).toBe(true);
  wishes.follow(NOBODY, "me");
  expect(wishes.isSilencing()).toBe(true);
  wishes.follow(inForceOf("me all"), "me");
  expect(wishes.isSilencing()).toBe(false);
});

it("silences nobody any more who takes it back", async () => {
  const stage = new Stage();
  stage.status = 0;
  await stage.wishes.wish("me", true);
  await stage.wishes.wish("me", false);
  expect([stage.wishes.isSilencing(), stage.kept]).toEqual([false, ""]);
});

it("silences without a transcriber only until the server has it, whom the next one asks first", async () => {
  const stage = new Stage();
  stage.status = 0;
  await stage.wishes.wish("me", true);
  stage.wishes.follow(null, "me");
  expect(stage.wishes.isSilencing()).toBe(true);
  stage.status = null;
  await stage.due();
  expect(stage.wishes.isSilencing()).toBe(false);
  stage.wishes.follow(NOBODY, "me");
  expect(stage.wishes.isSilencing()).toBe(true);
});

it("outlives a reload, and is sent again then", async () => {
  const before = new Stage();
  before.status = 0;
  await before.wishes.wish("me", true);
  const { wishes, sent } = new Stage(before.kept);
  expect(wishes.isSilencing()).toBe(true);
  await wishes.resume();
  expect(sent).toEqual(["me true"]);
});

it("is kept for one person in one meeting, and nothing of it once it is in force", () => {
  sessionStorage.clear();
  keepingOf("atrium", "alice").write("me everybody");
  expect(keepingOf("atrium", "alice").read()).toBe("me everybody");
  expect(keepingOf("atrium", "bob").read()).toBe("");
  expect(keepingOf("garden", "alice").read()).toBe("");
  keepingOf("atrium", "alice").write("");
  expect(sessionStorage.length).toBe(0);
});

it("does without a storage that the browser forbids", () => {
  const keeping = keepingOf("atrium", "alice", () => {
    throw new Error("denied");
  });
  keeping.write("me");
  expect(keeping.read()).toBe("");
});
