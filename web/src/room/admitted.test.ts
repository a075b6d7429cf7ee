import { expect, test } from "vitest";
import { ApiError, type Joined } from "../api";
import { admitted, News, type Waiting } from "./admitted";

const refusal = (kind: string): ApiError =>
  new ApiError({ type: `urn:parley:problem:${kind}`, title: "", status: 403, detail: "" });

test("who comes before the host waits for the host", async () => {
  const answers = [refusal("awaiting-admission"), refusal("host-awaited")];
  const told: Waiting[] = [];
  const joined = {} as Joined;
  const join = (): Promise<Joined> => {
    const refused = answers.pop();
    return refused === undefined ? Promise.resolve(joined) : Promise.reject(refused);
  };
  const found = await admitted(
    join,
    (what) => told.push(what),
    () => Promise.resolve(),
  );
  expect([found, told]).toEqual([joined, ["host", "admission"]]);
});

test("who is turned away does not go on asking", async () => {
  const join = (): Promise<Joined> => Promise.reject(refusal("turned-away"));
  await expect(admitted(join, () => undefined)).rejects.toBeInstanceOf(ApiError);
});

test("who begins to listen does not ask again before there is news", async () => {
  let tell = (): void => undefined;
  const news = new News((onNews) => {
    tell = onNews;
    onNews();
    return () => undefined;
  });
  let isOver = false;
  const paused = news.pause(1_000_000).then(() => {
    isOver = true;
  });
  await Promise.resolve();
  expect(isOver).toBe(false);
  tell();
  await paused;
  news.stop();
});

test("news end the pause", async () => {
  let tell = (): void => undefined;
  let watches = 0;
  const news = new News((onNews) => {
    watches += 1;
    tell = onNews;
    return () => {
      watches -= 1;
    };
  });
  const paused = news.pause(1_000_000);
  tell();
  await paused;
  const again = news.pause(1_000_000);
  tell();
  await again;
  news.stop();
  expect(watches).toBe(0);
});

test("who waits for the host, and then to be let in, listens anew", async () => {
  const watched: string[] = [];
  let tell = (): void => undefined;
  const news = new News((onNews, what) => {
    watched.push(`begin ${what}`);
    tell = onNews;
    return () => watched.push(`end ${what}`);
  });
  for (const what of ["host", "host", "admission"] as const) {
    news.waitFor(what);
    const paused = news.pause(1_000_000);
    tell();
    await paused;
  }
  news.stop();
  expect(watched).toEqual(["begin host", "end host", "begin admission", "end admission"]);
});
