/** Push-to-talk by the space bar. */
import { useEffect, useMemo, useRef } from "react";
import { PushToTalk, takesSpace } from "../pushToTalk";

type Microphone = ConstructorParameters<typeof PushToTalk>[0];

/** Opens the microphone while Space is held on no element that takes it; leaving the page lets go. */
export function usePushToTalk(microphone: Microphone): PushToTalk {
  const latest = useRef(microphone);
  latest.current = microphone;
  const talk = useMemo(
    () =>
      new PushToTalk({
        isOn: () => latest.current.isOn(),
        set: (on) => latest.current.set(on),
        onError: (error) => latest.current.onError(error),
      }),
    [],
  );
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const isPlain = event.key === " " && !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
      if (!isPlain || takesSpace(event.target)) return;
      event.preventDefault();
      if (!event.repeat) talk.press();
    };
    const release = (event: KeyboardEvent): void => {
      if (event.key === " ") talk.release();
    };
    const leave = (): void => talk.release();
    document.addEventListener("keydown", press);
    document.addEventListener("keyup", release);
    window.addEventListener("blur", leave);
    return () => {
      document.removeEventListener("keydown", press);
      document.removeEventListener("keyup", release);
      window.removeEventListener("blur", leave);
      talk.release();
    };
  }, [talk]);
  return talk;
}
