import { expect, it, vi } from "vitest";
import { type Deferred, deferred, settle } from "./fakeRoom";

/** A browser that shows a video of the page in its small window, and answers when it is told to. */
async function browser() {
  const answers: Deferred<void>[] = [];
  let exits = 0;
  document.body.innerHTML = '<video id="small-video"></video>';
  const video = document.querySelector("video");
  Object.assign(HTMLVideoElement.prototype, {
    requestPictureInPicture: async () => {
      const answer = deferred<void>();
      answers.push(answer);
      await answer.promise;
      Object.assign(document, { pictureInPictureElement: video });
    },
  });
  Object.assign(document, {
    pictureInPictureEnabled: true,
    exitPictureInPicture: async () => {
      exits += 1;
    },
  });
  vi.resetModules();
  const { pictureInPicture: small } = await import("./smallWindows");
  return { small, answers, exits: () => exits };
}

it("keeps a video that was asked for again while the first answer was awaited", async () => {
  const { small, answers, exits } = await browser();
  void small.toggle();
  small.close();
  void small.toggle();
  for (const answer of answers) answer.resolve();
  await settle();
  expect([small.window() !== null, exits()]).toEqual([true, 0]);
});

it("closes a video that nobody wants any more once it is there", async () => {
  const { small, answers, exits } = await browser();
  void small.toggle();
  small.close();
  answers[0]?.resolve();
  await settle();
  expect([small.window(), exits()]).toEqual([null, 1]);
});
