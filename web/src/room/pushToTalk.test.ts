import { expect, it, vi } from "vitest";
import { type Deferred, deferred, settle } from "./fakeRoom";
import { PushToTalk, takesSpace } from "./pushToTalk";

function stage(isOn = false) {
  const calls: boolean[] = [];
  const answers: Deferred<void>[] = [];
  const onError = vi.fn();
  const talk = new PushToTalk({
    isOn: () => isOn,
    set: (on) => {
      calls.push(on);
      const answer = deferred<void>();
      answers.push(answer);
      return answer.promise;
    },
    onError,
  });
  return { talk, calls, answers, onError };
}

it("opens the microphone while the key is held", async () => {
  const { talk, calls, answers } = stage();
  talk.press();
  talk.press();
  answers[0]?.resolve();
  await settle();
  talk.release();
  expect([calls, talk.isActive()]).toEqual([[true, false], true]);
  answers[1]?.resolve();
  await settle();
  expect(talk.isActive()).toBe(false);
});

it("closes a microphone that opens after the key was let go", async () => {
  const { talk, calls, answers } = stage();
  talk.press();
  talk.release();
  expect(calls).toEqual([true]);
  answers[0]?.resolve();
  await settle();
  expect(calls).toEqual([true, false]);
});

it("leaves an open microphone open", () => {
  const { talk, calls } = stage(true);
  talk.press();
  talk.release();
  expect(calls).toEqual([]);
});

it("tells why it cannot, and may be tried again", async () => {
  const { talk, calls, answers, onError } = stage();
  talk.press();
  answers[0]?.reject(new Error("blocked"));
  await settle();
  expect(onError).toHaveBeenCalledTimes(1);
  talk.press();
  expect(calls).toEqual([true, true]);
});

it("leaves Space to what it presses, types in or scrolls", () => {
  document.body.innerHTML =
    '<main><p id="plain"></p></main><button><i id="icon"></i></button><div tabindex="0" id="scroller"></div><textarea id="field"></textarea>';
  const at = (id: string) => document.getElementById(id);
  expect(["plain", "icon", "scroller", "field"].map((id) => takesSpace(at(id)))).toEqual([false, true, true, true]);
});
