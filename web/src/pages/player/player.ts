/** The player of a recording on the meeting page: its parts, put together. */
import { api } from "../../api";
import { Follow } from "./follow";
import { type Command, commandOf } from "./keys";
import { offerMediaKeys } from "./mediaKeys";
import { Playback } from "./playback";
import { wishOf } from "./presses";
import { Script } from "./script";
import { Sharing } from "./sharing";
import { Speakers } from "./speakers";
import { Subtitles } from "./subtitles";
import { TimelineView } from "./timelineView";
import { listKeys, part, Readout, wireOptions, wirePanels, wireTimeline } from "./view";
import { unlessInterrupted, Voices } from "./voices";
import { WordPages } from "./wordPages";

const JUMP_MS = 10_000;
const SMALL_JUMP_MS = 5000;
const TOPICLESS_JUMP_MS = 60_000;
const OGG = 'audio/ogg; codecs="opus"';

export class Player {
  readonly #root: HTMLElement;
  readonly #meeting: HTMLElement;
  readonly #slug: string;
  readonly #sound: HTMLAudioElement;
  readonly #voices: Voices;
  readonly #playback: Playback;
  readonly #script: Script;
  readonly #timeline: TimelineView;
  readonly #readout: Readout;
  readonly #follow: Follow;
  readonly #subtitles: Subtitles;
  readonly #sharing = new Sharing(() => this.#draw());
  readonly #stop = new AbortController();
  #spoken: HTMLElement | null = null;
  /** Nothing is lit before somebody plays or goes somewhere. */
  #begun = false;
  #frame = 0;

  constructor(root: HTMLElement, meeting: HTMLElement) {
    this.#root = root;
    this.#meeting = meeting;
    this.#slug = meeting.dataset.slug ?? "";
    this.#sound = part<HTMLAudioElement>(root, "sound");
    const open = (source: string): HTMLAudioElement => new Audio(source);
    this.#voices = new Voices(this.#sound, open, () => this.#went());
    this.#playback = new Playback(this.#voices, Number(root.dataset.length));
    const words = new WordPages((after, limit) => api.words(this.#slug, after, limit));
    this.#script = new Script(meeting, words, () => this.#draw());
    this.#timeline = new TimelineView(root);
    this.#readout = new Readout(root);
    this.#follow = new Follow(
      this.#scroller,
      () => root.offsetHeight,
      this.#stop.signal,
      () => this.#draw(),
    );
    this.#subtitles = new Subtitles(part<HTMLTrackElement>(root, "track"), () => this.#draw());
    this.#wireParts();
    this.#wirePage();
    this.#timeline.readMarks();
    root.hidden = false; // laid out when its size is observed
    const speakers = new Speakers(root, this.#slug, this.#timeline, this.#voices, () => this.#layOut());
    void speakers.load(() => this.#script.segments, this.#playback.lengthMs);
  }

  /** Stops the sound and lets go of the page. */
  close(): void {
    this.#playback.pause();
    cancelAnimationFrame(this.#frame);
    this.#stop.abort();
    this.#script.dim();
  }

  /** Goes to a moment, and shows its words. */
  goTo(ms: number, { plays }: { plays: boolean }): void {
    this.#begun = true;
    this.#spoken = null;
    this.#follow.set(true);
    this.#playback.seek(ms);
    if (plays) void this.#play();
  }

  /** The page's transcript was replaced, or the minutes' moments. */
  transcriptChanged(): void {
    this.#script.changed();
    this.#timeline.readMarks();
    this.#layOut();
  }

  #wireParts(): void {
    this.#playback.silences = () => this.#script.silences;
    this.#playback.subscribe(() => this.#draw());
    wireTimeline(this.#root, this.#playback, (ms) => this.#timeline.hintAt(ms, this.#playback.lengthMs));
    wireOptions(this.#root, this.#playback, (on) => this.#setCaptions(on));
    wirePanels(this.#root, this.#stop.signal);
    listKeys(this.#root);
    for (const type of ["pointerdown", "keydown"]) {
      part(this.#root, "seek").addEventListener(type, () => {
        this.#begun = true;
      });
    }
    this.#root.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLElement>("[data-do]");
      if (button) this.#do(button.dataset.do as Command | "follow");
    });
    this.#sound.addEventListener("error", () => void this.#tellProblem());
    if (this.#sound.error !== null) void this.#tellProblem(); // it failed before this script ran
  }

  #wirePage(): void {
    const { signal } = this.#stop;
    const pressed = (event: KeyboardEvent): void => {
      const command = commandOf(event);
      if (command === null) return;
      event.preventDefault();
      this.#do(command);
    };
    document.addEventListener("keydown", pressed, { signal });
    this.#meeting.addEventListener("click", (event) => void this.#clicked(event), { signal });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#layOut(), { signal });
    const resizes = new ResizeObserver(() => this.#layOut());
    resizes.observe(this.#root);
    signal.addEventListener("abort", () => resizes.disconnect());
    const [title, facts] = [".title", ".meeting__facts"].map((each) =>
      (this.#meeting.querySelector(each)?.textContent ?? "").replace(/\s+/g, " ").trim(),
    );
    offerMediaKeys(this.#playback, title ?? "", facts ?? "", (step) => this.#goToTopic(step));
  }

  #do(command: Command | "follow"): void {
    this.#begun = true;
    const playback = this.#playback;
    const commands: Record<Command | "follow", () => void> = {
      toggle: () => (playback.playing ? playback.pause() : void this.#play()),
      back: () => playback.by(-JUMP_MS),
      forward: () => playback.by(JUMP_MS),
      "back-5": () => playback.by(-SMALL_JUMP_MS),
      "forward-5": () => playback.by(SMALL_JUMP_MS),
      slower: () => playback.step(-1),
      faster: () => playback.step(1),
      captions: () => this.#setCaptions(!this.#subtitles.on),
      share: () => void this.#sharing.share(location.href, playback.positionMs),
      follow: () => {
        this.#spoken = null;
        this.#follow.set(true);
      },
    };
    commands[command]();
  }

  async #play(): Promise<void> {
    await this.#playback.play().catch(unlessInterrupted);
    this.#draw();
  }

  async #clicked(event: MouseEvent): Promise<void> {
    const wish = wishOf(event, getSelection()?.isCollapsed === false);
    if (wish?.kind === "moment") {
      event.preventDefault();
      this.#root.querySelector<HTMLElement>("[popover]:popover-open")?.hidePopover();
      this.goTo(wish.ms, { plays: true });
    } else if (wish?.kind === "cited") {
      const said = this.#script.segments.find(({ id }) => id === wish.segment);
      if (said && !this.#playback.playing) this.#playback.seek(said.startMs);
    } else if (wish?.kind === "word") await this.#playWord(event);
  }

  async #playWord(event: MouseEvent): Promise<void> {
    const ms = await this.#script.momentAt(event.clientX, event.clientY, event.target as Element);
    if (ms !== null) this.goTo(ms, { plays: true });
  }

  /** The sound went on: while it plays everything is drawn with each frame, else once. */
  #went(): void {
    this.#playback.update();
    if (!this.#playback.playing || this.#frame !== 0) return;
    const next = (): void => {
      this.#frame = 0;
      if (!this.#playback.playing) return;
      this.#playback.update();
      this.#frame = requestAnimationFrame(next);
    };
    this.#frame = requestAnimationFrame(next);
  }

  #draw(): void {
    const { positionMs, playing } = this.#playback;
    if (playing) this.#begun = true;
    this.#timeline.draw(this.#playback);
    this.#readout.show(this.#playback, this.#sharing.words ?? this.#timeline.topicAt(positionMs));
    this.#readout.offerFollowing(playing && !this.#follow.following);
    this.#readout.caption(this.#subtitles.on ? this.#subtitles.at(positionMs) : null);
    if (!this.#begun) return;
    const said = this.#script.light(positionMs);
    if (said && said.element !== this.#spoken) {
      this.#spoken = said.element;
      this.#follow.show(said.element);
    }
  }

  #goToTopic(step: 1 | -1): void {
    const at = this.#playback.positionMs;
    this.#playback.seek(this.#timeline.topicFrom(at, step) ?? (step > 0 ? at + TOPICLESS_JUMP_MS : 0));
  }

  #setCaptions(on: boolean): void {
    this.#subtitles.set(on);
    const field = this.#root.querySelector<HTMLInputElement>("[data-option=captions]");
    if (field) field.checked = on;
    this.#draw();
  }

  #layOut(): void {
    const height = this.#root.offsetHeight;
    this.#timeline.layOut();
    this.#draw();
    this.#meeting.style.setProperty("--player-height", `${height}px`);
  }

  async #tellProblem(): Promise<void> {
    const place = part(this.#root, "sound-problem");
    place.textContent =
      this.#sound.canPlayType(OGG) === ""
        ? "This browser cannot play the recording, which is Ogg Opus. Safari plays it from version 18.4 on."
        : await api.soundProblem(this.#slug);
    place.hidden = false;
  }

  /** The transcript's own scroll area where it stands in a column; null: the window scrolls. */
  readonly #scroller = (): HTMLElement | null => {
    const scroller = this.#meeting.querySelector<HTMLElement>("[data-scroller]");
    return scroller && getComputedStyle(scroller).overflowY === "auto" ? scroller : null;
  };
}
