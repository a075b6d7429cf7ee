import { act, type ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Panel } from "./Panel";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const closed = vi.fn();
let root: Root;
beforeEach(() => {
  closed.mockReset();
  root = createRoot(document.body.appendChild(document.createElement("div")));
});
afterEach(() => {
  act(() => root.unmount());
  document.body.replaceChildren();
});

/** Shows a panel with this inside, once its observers have seen it. */
async function show(inside: ReactNode): Promise<void> {
  await act(async () =>
    root.render(
      <Panel title="Polls" testId="polls-panel" onClose={closed}>
        {inside}
      </Panel>,
    ),
  );
}
const focus = (): string => document.activeElement?.textContent ?? "";

it.each([
  ["goes away", null],
  [
    "cannot be pressed any more",
    <button key="vote" type="button" disabled>
      Vote
    </button>,
  ],
])("has the focus when what had it %s, and closes with Escape", async (_what, after) => {
  await show(
    <button key="vote" type="button">
      Vote
    </button>,
  );
  document.querySelector<HTMLElement>("aside > button")?.focus();
  expect(focus()).toBe("Vote");
  await show(after);
  expect(focus()).toBe("Polls");
  act(() => void document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true })));
  expect(closed).toHaveBeenCalledOnce();
});

it("leaves the focus where somebody took it meanwhile", async () => {
  const away = document.body.appendChild(document.createElement("button"));
  await show(<button type="button">Vote</button>);
  document.querySelector<HTMLElement>("aside > button")?.focus();
  away.focus();
  await show(null);
  expect(document.activeElement).toBe(away);
});

it("leaves the focus to the page where somebody had left the panel before", async () => {
  const vote = (isDisabled: boolean): ReactNode => (
    <button type="button" disabled={isDisabled}>
      Vote
    </button>
  );
  await show(vote(false));
  document.querySelector<HTMLElement>("aside > button")?.focus();
  (document.activeElement as HTMLElement).blur();
  await show(vote(true));
  expect(document.activeElement).toBe(document.body);
});
