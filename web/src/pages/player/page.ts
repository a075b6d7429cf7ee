/** The player's place on the meeting page: it comes when the recording is ready, and shows the link's moment. */
import { goTo, mark } from "../cite";
import { announce } from "../page";
import { momentOf } from "./moment";
import { Player } from "./player";
import { segmentAt } from "./timeline";
import "./player.css";

const WORDS: Record<string, string> = {
  ready: "The recording is ready.",
  failed: "The recording could not be made.",
  deleted: "The recording was deleted.",
};

export class PlayerPlace {
  readonly #meeting: HTMLElement;
  #player: Player | null = null;

  constructor(meeting: HTMLElement) {
    this.#meeting = meeting;
    this.#open();
    const moment = momentOf(new URLSearchParams(location.search).get("t"));
    if (moment !== null) this.#show(moment);
  }

  /** Takes over what a fresh page says of the recording; sound that plays goes on. */
  refresh(fresh: HTMLElement): void {
    const [place, next] = [placeOf(this.#meeting), placeOf(fresh)];
    if (!place || !next) return;
    const state = next.dataset.recording ?? "none";
    if (place.dataset.recording !== state) {
      this.#player?.close();
      this.#player = null;
      place.dataset.recording = state;
      place.replaceChildren(...next.childNodes);
      this.#open();
      if (state in WORDS) announce(WORDS[state] ?? "");
      return;
    }
    const [moments, others] = [place, next].map((each) => each.querySelector("[data-part=moments]"));
    if (moments && others && moments.innerHTML !== others.innerHTML) moments.replaceChildren(...others.childNodes);
    this.#player?.transcriptChanged();
  }

  #open(): void {
    const root = placeOf(this.#meeting)?.querySelector<HTMLElement>("[data-player]");
    if (root) this.#player = new Player(root, this.#meeting);
  }

  /** Without a recording the words are shown alone. */
  #show(ms: number): void {
    if (this.#player) {
      this.#player.goTo(ms, { plays: false });
      return;
    }
    const said = [...this.#meeting.querySelectorAll<HTMLElement>("[data-times]")].map((element) => {
      const [startMs, endMs] = (element.dataset.times ?? "").split(" ").map(Number) as [number, number];
      return { id: element.dataset.segment ?? "", seq: 0, startMs, endMs };
    });
    const at = segmentAt(said, ms);
    const element = at && mark(this.#meeting, [at.id]);
    if (element) goTo(element);
  }
}

function placeOf(root: HTMLElement): HTMLElement | null {
  return root.querySelector<HTMLElement>("[data-part=player]");
}
