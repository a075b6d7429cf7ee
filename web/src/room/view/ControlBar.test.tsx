import type { Room } from "livekit-client";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ControlBar } from "./ControlBar";

const control = { on: false, pending: false, toggle: () => undefined };
const nothing = (): void => undefined;

test("the controls are a landmark with a name, so that screen readers can jump to them", () => {
  document.body.innerHTML = renderToStaticMarkup(
    <ControlBar
      room={{ localParticipant: { trackPublications: new Map() } } as unknown as Room}
      mic={control}
      camera={control}
      share={control}
      hand={control}
      captions={control}
      inside
      sharing
      host
      onDevice={nothing}
      onSettings={nothing}
      onLeave={nothing}
      onEnd={nothing}
    />,
  );
  const landmark = document.querySelector("section[aria-label]:not([role])");
  expect(landmark?.querySelectorAll("button").length).toBe(document.querySelectorAll("button").length);
});
