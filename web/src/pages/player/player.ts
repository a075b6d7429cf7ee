/** The player of a recording on the meeting page: its parts, put together. */
import { ApiError, api } from "../../api";
import { announce, copy } from "../page";
import { offerVoices } from "./chooser";
import { Follow } from "./follow";
import { type Command, commandOf, KEYS } from "./keys";
import { offerMediaKeys } from "./mediaKeys";
import { clock, linkTo } from "./moment";
import { type Bar, barsOf, type Peaks, peaksOf } from "./peaks";
import { Playback } from "./playback";
import { Script } from "./script";
import { Subtitles } from "./subtitles";
import { silencesOf } from "./timeline";
import { part, Readout, wireOptions, wirePanels, wireTimeline } from "./view";
import { unlessInterrupted, Voices } from "./voices";
import { barCount, Waveform } from "./waveform";
import { WordPages } from "./wordPages";

const BINS = 800;
const FLASH_MS = 2500;
const OGG = 'audio/ogg; codecs="opus"';

interface Mark {
  kind: string;
  startMs: number;
  title: string;
}

export class Player {
  readonly playback: Playback;
  readonly script: Script;
  readonly #root: HTMLElement;
  readonly #meeting: HTMLElement;
  readonly #slug: string;
  readonly #voices: Voices;
  readonly #readout: Readout;
  readonly #wave: Waveform;
  readonly #follow: Follow;
  readonly #subtitles: Subtitles;
  readonly #stop = new AbortController();
  readonly #gaps: readonly { startMs: number; endMs: number; why: string }[];
  #peaks: Peaks | null = null;
  #bars: readonly Bar[] = [];
  #colors: readonly number[] = [];
  #heard: ReadonlySet<string> = new Set();
  #marks: readonly Mark[] = [];
  #spoken: HTMLElement | null = null;
  #begun = false;
  #frame = 0;
  #flash: { words: string; until: number } | null = null;

  constructor(root: HTMLElement, meeting: HTMLElement) {
    this.#root = root;
    this.#meeting = meeting;
    this.#slug = meeting.dataset.slug ?? "";
    const sound = part<HTMLAudioElement>(root, "sound");
    this.#voices = new Voices(
      sound,
      (source) => new Audio(source),
      () => this.#went(),
    );
    this.playback = new Playback(this.#voices, Number(root.dataset.length));
    this.#gaps = (JSON.parse(root.dataset.gaps ?? "[]") as [number, number, string][]).map(([startMs, endMs, why]) => ({
      startMs,
      endMs,
      why,
    }));
    const words = new WordPages((after, limit) => api.words(this.#slug, after, limit));
    this.script = new Script(meeting, words);
    this.#readout = new Readout(root);
    this.#wave = new Waveform(part<HTMLCanvasElement>(root, "wave"));
    const follows = this.#scroller() !== null;
    this.#follow = new Follow(
      follows,
      () => this.#scroller(),
      () => root.offsetHeight,
      this.#stop.signal,
      () => this.#draw(),
    );
    this.#subtitles = new Subtitles(part<HTMLTrackElement>(root, "track"), () => this.#draw());
    this.#wire(sound);
    this.transcriptChanged();
    root.hidden = false;
    void this.#readPeaks();
  }

  /** Stops the sound and lets go of the page. */
  close(): void {
    this.playback.pause();
    cancelAnimationFrame(this.#frame);
    this.#stop.abort();
    this.script.dim();
  }

  /** Goes to a moment, and shows its words. */
  goTo(ms: number, { plays }: { plays: boolean }): void {
    this.#begun = true;
    this.#spoken = null;
    this.#follow.set(true);
    this.playback.seek(ms);
    if (plays) void this.#play();
  }

  /** The page's transcript was replaced, or the minutes' topics. */
  transcriptChanged(): void {
    this.script.read();
    this.playback.silences = silencesOf(this.script.segments);
    this.#marks = [...this.#root.querySelectorAll<HTMLElement>("[data-kind]")].map((element) => ({
      kind: element.dataset.kind ?? "",
      startMs: Number(element.dataset.momentMs),
      title: element.querySelector(".player__what")?.lastChild?.textContent ?? "",
    }));
    this.#layOut();
  }

  #wire(sound: HTMLAudioElement): void {
    const { signal } = this.#stop;
    this.playback.subscribe(() => this.#draw());
    wireTimeline(this.#root, this.playback, (ms) => this.#hintAt(ms));
    wireOptions(this.#root, this.playback);
    wirePanels(this.#root);
    this.#listKeys();
    this.#root.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLElement>("[data-do]");
      if (button) this.#do(button.dataset.do as Command | "follow");
    });
    this.#root.addEventListener("change", (event) => {
      const field = event.target as HTMLInputElement;
      if (field.dataset.option === "captions") this.#setCaptions(field.checked);
    });
    for (const type of ["pointerdown", "keydown"]) {
      part(this.#root, "seek").addEventListener(type, () => {
        this.#begun = true;
      });
    }
    document.addEventListener(
      "keydown",
      (event) => {
        const command = commandOf(event);
        if (command === null) return;
        event.preventDefault();
        this.#do(command);
      },
      { signal },
    );
    this.#meeting.addEventListener("click", (event) => void this.#clicked(event), { signal });
    sound.addEventListener("error", () => void this.#tellProblem());
    if (sound.error !== null) void this.#tellProblem(); // it failed before this script ran
    new ResizeObserver(() => this.#layOut()).observe(this.#root);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#layOut(), { signal });
    const [title, facts] = [".title", ".meeting__facts"].map((each) => this.#meeting.querySelector(each)?.textContent);
    offerMediaKeys(this.playback, (title ?? "").trim(), (facts ?? "").replace(/\s+/g, " ").trim(), (step) =>
      this.#topic(step),
    );
  }

  #do(command: Command | "follow"): void {
    this.#begun = true;
    const commands: Record<Command | "follow", () => void> = {
      toggle: () => (this.playback.playing ? this.playback.pause() : void this.#play()),
      back: () => this.playback.by(-10_000),
      forward: () => this.playback.by(10_000),
      "back-5": () => this.playback.by(-5000),
      "forward-5": () => this.playback.by(5000),
      slower: () => this.playback.step(-1),
      faster: () => this.playback.step(1),
      captions: () => this.#setCaptions(!this.#subtitles.on),
      share: () => void this.#share(),
      follow: () => {
        this.#spoken = null;
        this.#follow.set(true);
      },
    };
    commands[command]();
  }

  async #play(): Promise<void> {
    await this.playback.play().catch(unlessInterrupted);
    this.#draw();
  }

  async #clicked(event: MouseEvent): Promise<void> {
    const target = event.target as Element;
    const jump = target.closest<HTMLElement>("[data-moment-ms]");
    if (jump && !event.metaKey && !event.ctrlKey) {
      event.preventDefault();
      this.#root.querySelector<HTMLElement>("[popover]:popover-open")?.hidePopover();
      this.goTo(Number(jump.dataset.momentMs), { plays: true });
      return;
    }
    const cited =
      target.closest<HTMLElement>("[data-cite]")?.dataset.cite?.split(" ")[0] ??
      target.closest<HTMLElement>("[data-at]")?.dataset.at;
    if (cited !== undefined) {
      const said = this.script.segments.find(({ id }) => id === cited);
      if (said && !this.playback.playing) this.playback.seek(said.startMs);
      return;
    }
    if (event.detail > 1 || !isPlainClick(event, target)) return;
    const ms = await this.script.momentAt(event.clientX, event.clientY, target);
    if (ms !== null) this.goTo(ms, { plays: true });
  }

  /** The sound went on: while it plays everything is drawn with each frame, else once. */
  #went(): void {
    this.playback.update();
    if (!this.playback.playing || this.#frame !== 0) return;
    const next = (): void => {
      this.#frame = 0;
      if (!this.playback.playing) return;
      this.playback.update();
      this.#frame = requestAnimationFrame(next);
    };
    this.#frame = requestAnimationFrame(next);
  }

  #draw(): void {
    const { positionMs, lengthMs, playing } = this.playback;
    if (playing) this.#begun = true;
    const gaps = this.#gaps;
    this.#wave.draw({ bars: this.#bars, colors: this.#colors, gaps, marks: this.#marks, lengthMs, positionMs });
    this.#readout.show(this.playback, this.#words(positionMs));
    const follow = this.#root.querySelector<HTMLElement>("[data-do=follow]");
    if (follow) follow.hidden = this.#follow.following || !playing;
    this.#drawCaptions(positionMs);
    if (!this.#begun) return;
    const said = this.script.light(positionMs);
    if (said && said.element !== this.#spoken) {
      this.#spoken = said.element;
      this.#follow.show(said.element);
    }
  }

  #drawCaptions(ms: number): void {
    const line = part(this.#root, "caption");
    line.hidden = !this.#subtitles.on;
    const words = this.#subtitles.at(ms).map(({ speaker, text }) => (speaker ? `${speaker}: ${text}` : text));
    const shown = words.join("\n");
    if (line.textContent !== shown) line.textContent = shown;
  }

  /** What the player says besides the time: a short message, else the topic. */
  #words(ms: number): string {
    if (this.#flash && performance.now() < this.#flash.until) return this.#flash.words;
    return this.#marks.findLast(({ kind, startMs }) => kind === "topic" && startMs <= ms)?.title ?? "";
  }

  #hintAt(ms: number): string {
    const near = this.playback.lengthMs / 100;
    const gap = this.#gaps.find(({ startMs, endMs }) => startMs <= ms && ms <= endMs);
    const mark = this.#marks.find(({ startMs }) => Math.abs(startMs - ms) < near);
    const words = mark?.title ?? (gap ? gap.why : "");
    return words ? `${clock(ms)} · ${words}` : clock(ms);
  }

  #topic(step: 1 | -1): void {
    const topics = this.#marks.filter(({ kind }) => kind === "topic").map(({ startMs }) => startMs);
    const at = this.playback.positionMs;
    const to = step > 0 ? topics.find((ms) => ms > at + 500) : topics.findLast((ms) => ms < at - 3000);
    this.playback.seek(to ?? (step > 0 ? at + 60_000 : 0));
  }

  #setCaptions(on: boolean): void {
    this.#subtitles.set(on);
    const field = this.#root.querySelector<HTMLInputElement>("[data-option=captions]");
    if (field) field.checked = on;
    this.#draw();
  }

  async #share(): Promise<void> {
    const at = this.playback.positionMs;
    const copied = await copy(linkTo(location.href, at));
    const words = copied ? `Link to ${clock(at)} copied` : "This browser refused to copy";
    this.#flash = { words, until: performance.now() + FLASH_MS };
    announce(words);
    this.#draw();
    setTimeout(() => this.#draw(), FLASH_MS + 50);
  }

  async #readPeaks(): Promise<void> {
    try {
      this.#peaks = await api.peaks(this.#slug);
      this.#colors = this.#peaks.speakers.map(({ participant_id }) => this.#colorOf(participant_id));
      const fields = part<HTMLFieldSetElement>(this.#root, "voices");
      offerVoices(fields, this.#peaks.speakers, this.#colors, (heard) => void this.#hear(heard));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const speakers = [...new Set(this.script.segments.map(({ speaker }) => speaker))];
      this.#peaks = peaksOf(this.script.segments, speakers, this.playback.lengthMs, BINS);
      this.#colors = speakers.map(Number);
    }
    this.#layOut();
  }

  async #hear(heard: ReadonlySet<string>): Promise<void> {
    this.#heard = heard;
    this.#layOut();
    await this.#voices.choose([...heard].map((id) => `/api/rooms/${this.#slug}/recording/audio/${id}`));
  }

  #colorOf(participant: string | null): number {
    const element = this.#root.querySelector<HTMLElement>(`[data-speaker="${CSS.escape(participant ?? "")}"]`);
    return Number(element?.dataset.color ?? 0);
  }

  /** Sizes, colours or what there is to draw have changed. */
  #layOut(): void {
    const count = barCount(part(this.#root, "wave").clientWidth);
    const isHeard = (n: number): boolean => {
      const id = this.#peaks?.speakers[n]?.participant_id;
      return this.#heard.size === 0 || (typeof id === "string" && this.#heard.has(id));
    };
    if (this.#peaks) this.#bars = barsOf(this.#peaks, count, isHeard);
    this.#meeting.style.setProperty("--player-height", `${this.#root.offsetHeight}px`);
    this.#wave.invalidate();
    this.#draw();
  }

  async #tellProblem(): Promise<void> {
    const place = part(this.#root, "sound-problem");
    const plays = part<HTMLAudioElement>(this.#root, "sound").canPlayType(OGG) !== "";
    place.textContent = plays
      ? await api.soundProblem(this.#slug)
      : "This browser cannot play the recording, which is Ogg Opus. Safari plays it from version 18.4 on.";
    place.hidden = false;
  }

  #listKeys(): void {
    const list = part(this.#root, "keys");
    for (const { shown, label } of KEYS) {
      const [key, does] = [document.createElement("dt"), document.createElement("dd")];
      [key.textContent, does.textContent] = [shown, label];
      list.append(key, does);
    }
  }

  /** The transcript's own scroll area where it stands in a column; null: the window scrolls. */
  #scroller(): HTMLElement | null {
    const scroller = this.#meeting.querySelector<HTMLElement>("[data-scroller]");
    return scroller && getComputedStyle(scroller).overflowY === "auto" ? scroller : null;
  }
}

/** A click that neither selects words nor presses something. */
function isPlainClick(event: MouseEvent, target: Element): boolean {
  if (event.button !== 0 || event.shiftKey || event.altKey || event.metaKey || event.ctrlKey) return false;
  if (target.closest("a, button, input, textarea, select, summary, dialog, [contenteditable]")) return false;
  return getSelection()?.isCollapsed ?? true;
}
