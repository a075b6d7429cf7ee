/** The elements of the player: what its buttons say, its timeline, and its options. */

import { KEYS } from "./keys";
import { clock, spoken } from "./moment";
import { type Playback, RATES } from "./playback";

const PANEL_GAP_PX = 8;
const ARROWS: Record<string, number> = {
  ArrowLeft: -5000,
  ArrowDown: -5000,
  ArrowRight: 5000,
  ArrowUp: 5000,
  PageUp: 60_000,
  PageDown: -60_000,
};

/** Finds a part of the player; it is in the same template. */
export function part<T extends HTMLElement = HTMLElement>(root: HTMLElement, name: string): T {
  const found = root.querySelector<T>(`[data-${name}]`);
  if (found === null) throw new Error(`the player has no ${name}`);
  return found;
}

/** Shows the state of the playback; only what changed is written, as this runs with every frame. */
export class Readout {
  readonly #root: HTMLElement;
  readonly #written = new Map<string, string>();

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  show(playback: Playback, topic: string): void {
    const { positionMs, lengthMs, playing } = playback;
    const share = Math.min(100, (100 * positionMs) / Math.max(1, lengthMs));
    this.#once("head", share.toFixed(2), (value) => {
      part(this.#root, "head").style.insetInlineStart = `${value}%`;
    });
    this.#once("now", clock(positionMs), (value) => {
      part(this.#root, "now").textContent = value;
      const seek = part(this.#root, "seek");
      seek.setAttribute("aria-valuenow", String(Math.round(positionMs / 1000)));
      seek.setAttribute("aria-valuetext", `${spoken(positionMs)} of ${spoken(lengthMs)}`);
    });
    this.#once("whole", clock(lengthMs), (value) => {
      part(this.#root, "whole").textContent = value;
      part(this.#root, "seek").setAttribute("aria-valuemax", String(Math.round(lengthMs / 1000)));
    });
    this.#once("playing", String(playing), () => {
      const button = this.#root.querySelector<HTMLElement>("[data-do=toggle]");
      button?.setAttribute("aria-label", playing ? "Pause" : "Play");
      this.#root.toggleAttribute("data-playing", playing);
    });
    this.#once("rate", String(playback.rate), (value) => {
      part(this.#root, "rate").textContent = `${value}×`;
      for (const each of this.#root.querySelectorAll<HTMLInputElement>("[name=player-rate]")) {
        each.checked = Number(each.value) === playback.rate;
      }
    });
    this.#once("topic", topic, (value) => {
      part(this.#root, "topic").textContent = value;
    });
  }

  /** The button that follows the words again. */
  offerFollowing(offered: boolean): void {
    this.#once("follow", String(offered), () => {
      const button = this.#root.querySelector<HTMLElement>("[data-do=follow]");
      if (button) button.hidden = !offered;
    });
  }

  /** The caption line; null: it is off. */
  caption(lines: readonly { speaker: string; text: string }[] | null): void {
    const words = lines?.map(({ speaker, text }) => (speaker ? `${speaker}: ${text}` : text)).join("\n") ?? "";
    this.#once("caption", `${lines === null} ${words}`, () => {
      const line = part(this.#root, "caption");
      line.hidden = lines === null;
      line.textContent = words;
    });
  }

  #once(name: string, value: string, write: (value: string) => void): void {
    if (this.#written.get(name) === value) return;
    this.#written.set(name, value);
    write(value);
  }
}

/** Wires the timeline: seeking by pointer and by keys, and what stands at the pointer. */
export function wireTimeline(root: HTMLElement, playback: Playback, hintAt: (ms: number) => string): void {
  const [timeline, seek, hint] = [part(root, "timeline"), part(root, "seek"), part(root, "hint")];
  let dragging = false;
  const momentAt = (x: number): number => {
    const { left, width } = timeline.getBoundingClientRect();
    return (Math.min(Math.max(0, x - left), width) / Math.max(1, width)) * playback.lengthMs;
  };
  const tell = (x: number): void => {
    const { left, width } = timeline.getBoundingClientRect();
    hint.textContent = hintAt(momentAt(x));
    hint.hidden = false;
    const half = hint.offsetWidth / 2;
    hint.style.insetInlineStart = `${Math.min(Math.max(x - left, half), Math.max(half, width - half))}px`;
  };
  seek.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    dragging = true;
    seek.setPointerCapture(event.pointerId);
    playback.seek(momentAt(event.clientX));
  });
  seek.addEventListener("pointermove", (event) => {
    if (dragging) playback.seek(momentAt(event.clientX));
    if (dragging || event.pointerType === "mouse") tell(event.clientX);
  });
  const end = (): void => {
    dragging = false;
    hint.hidden = true;
  };
  for (const type of ["pointerup", "pointercancel", "pointerleave"]) seek.addEventListener(type, end);
  seek.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = ARROWS[event.key];
    if (by !== undefined) playback.by(by);
    else if (event.key === "Home") playback.seek(0);
    else if (event.key === "End") playback.seek(playback.lengthMs);
    else return;
    event.preventDefault();
  });
}

/** Wires the options: speed, silence and captions. */
export function wireOptions(root: HTMLElement, playback: Playback, setCaptions: (on: boolean) => void): void {
  root.addEventListener("change", (event) => {
    const field = event.target as HTMLInputElement;
    if (field.name === "player-rate") playback.setRate(RATES.find((rate) => rate === Number(field.value)) ?? 1);
    if (field.dataset.option === "skip") playback.setSkipsSilence(field.checked);
    if (field.dataset.option === "captions") setCaptions(field.checked);
  });
}

/** Lists the keys in the options. */
export function listKeys(root: HTMLElement): void {
  const lines = KEYS.flatMap(({ shown, label }) => {
    const [key, does] = [document.createElement("dt"), document.createElement("dd")];
    [key.textContent, does.textContent] = [shown, label];
    return [key, does];
  });
  part(root, "keys").append(...lines);
}

/** Lets the panels open right above the player, wherever the page is scrolled to. */
export function wirePanels(root: HTMLElement, signal: AbortSignal): void {
  const panels = [...root.querySelectorAll<HTMLElement>("[popover]")];
  const place = (): void => {
    const above = innerHeight - root.getBoundingClientRect().top + PANEL_GAP_PX;
    root.style.setProperty("--player-panel", `${Math.round(above)}px`);
  };
  const moved = (): void => {
    if (panels.some((panel) => panel.matches(":popover-open"))) place();
  };
  for (const panel of panels) panel.addEventListener("beforetoggle", place);
  for (const type of ["scroll", "resize"]) addEventListener(type, moved, { passive: true, signal });
}
