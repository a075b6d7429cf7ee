import { beforeEach, expect, it } from "vitest";
import { type Deferred, deferred, settle } from "./fakeRoom";
import { PictureInPicture, type SmallWindow } from "./pictureInPicture";

interface Asked {
  answer: Deferred<SmallWindow>;
  closed: Deferred<void>;
  closes: number;
  opened: SmallWindow;
}

let asked: Asked[];
let small: PictureInPicture;
beforeEach(() => {
  asked = [];
  small = new PictureInPicture({ way: "document", open: (until) => ask(until).answer.promise });
});

function ask(until: AbortSignal): Asked {
  const closed = deferred<void>();
  const one: Asked = {
    answer: deferred<SmallWindow>(),
    closed,
    closes: 0,
    opened: { place: null, closed: closed.promise },
  };
  until.addEventListener("abort", () => {
    one.closes += 1;
    closed.resolve();
  });
  asked.push(one);
  return one;
}

async function open(): Promise<Asked> {
  const opening = small.toggle();
  const one = asked.at(-1) as Asked;
  one.answer.resolve(one.opened);
  await opening;
  return one;
}

it("is not offered where the browser has none", async () => {
  const none = new PictureInPicture(null);
  await none.toggle();
  expect([none.way, none.window()]).toEqual([null, null]);
});

it("opens, and tells", async () => {
  let told = 0;
  small.subscribe(() => {
    told += 1;
  });
  const one = await open();
  expect([small.way, small.window(), told]).toEqual(["document", one.opened, 1]);
});

it("closes by the same control, once", async () => {
  const one = await open();
  await small.toggle();
  await settle();
  expect([small.window(), one.closes]).toEqual([null, 1]);
});

it("views are gone before their window is", async () => {
  const one = await open();
  const seen: number[] = [];
  small.subscribe(() => seen.push(one.closes));
  small.close();
  expect(seen).toEqual([0]);
});

it("follows a window that was closed by its own button", async () => {
  const one = await open();
  one.closed.resolve();
  await settle();
  expect(small.window()).toBeNull();
  const other = await open();
  expect(small.window()).toBe(other.opened);
});

it("closes a window that is still opening, at once", async () => {
  const opening = small.toggle();
  small.close();
  const one = asked[0] as Asked;
  expect(one.closes).toBe(1);
  one.answer.resolve(one.opened);
  await opening;
  expect([small.window(), one.closes]).toEqual([null, 1]);
});

it("the end of an earlier window does not close a later one", async () => {
  const first = small.toggle();
  await small.toggle();
  const other = await open();
  const one = asked[0] as Asked;
  one.answer.resolve(one.opened);
  await first;
  expect([small.window(), one.closes, other.closes]).toEqual([other.opened, 1, 0]);
});

it("can be tried again after the browser refused", async () => {
  const opening = small.toggle();
  asked[0]?.answer.reject(new DOMException("no activation", "NotAllowedError"));
  await expect(opening).rejects.toThrow("no activation");
  expect((await open()).opened).toBe(small.window());
});
