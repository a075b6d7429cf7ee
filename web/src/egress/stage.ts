/** The picture: a tile for each person who may be seen, a shared screen large, and what is said about those left out. */
import type { Track } from "livekit-client";
import { gridFor } from "../room/people/grid";
import { initialsOf } from "../room/people/person";

export interface Shown {
  readonly identity: string;
  readonly name: string;
  readonly color: number;
  readonly isSpeaking: boolean;
  readonly camera: Track | undefined;
  readonly screen: Track | undefined;
  readonly sounds: readonly Track[];
}

/** Attached to an element of its own, until it is dropped. */
class Playing {
  readonly element: HTMLMediaElement;

  constructor(readonly track: Track) {
    this.element = track.attach();
    this.element.setAttribute("playsinline", "");
  }

  drop(): void {
    this.element.muted = true;
    this.element.pause();
    this.track.detach(this.element);
    this.element.remove();
  }
}

export class Stage {
  readonly #root: HTMLElement;
  readonly #tiles: HTMLElement;
  readonly #focus: HTMLElement;
  readonly #card: HTMLElement;
  readonly #note: HTMLElement;
  readonly #sounds: HTMLElement;
  /** What plays now, by track: whatever the next picture does not name is dropped before it is drawn. */
  readonly #playing = new Map<Track, Playing>();

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#focus = part("egress__focus");
    this.#tiles = part("egress__tiles");
    this.#card = part("egress__card");
    this.#note = part("egress__note");
    this.#sounds = part("egress__sounds");
    root.replaceChildren(this.#focus, this.#tiles, this.#card, this.#note, this.#sounds);
  }

  draw(people: readonly Shown[], card: string, note: string): void {
    const wanted = new Set(people.flatMap(({ camera, screen, sounds }) => [camera, screen, ...sounds]));
    for (const [track, playing] of this.#playing) {
      if (wanted.has(track)) continue;
      playing.drop();
      this.#playing.delete(track);
    }
    this.#write(this.#card, card);
    this.#write(this.#note, note);
    const sharer = people.find(({ screen }) => screen !== undefined);
    this.#root.dataset.focus = String(sharer !== undefined);
    keep(this.#focus, sharer === undefined ? [] : [this.#screen(sharer)]);
    this.#layOut(people, sharer !== undefined);
    keep(
      this.#sounds,
      people.flatMap(({ sounds }) => sounds.map((track) => this.#play(track))),
    );
  }

  #layOut(people: readonly Shown[], isBeside: boolean): void {
    const { clientWidth, clientHeight } = this.#tiles;
    const { columns, rows } = gridFor(people.length, clientWidth, clientHeight);
    this.#tiles.style.setProperty("--columns", String(isBeside ? 1 : columns));
    this.#tiles.style.setProperty("--rows", String(isBeside ? people.length : rows));
    const there = new Map([...this.#tiles.children].map((each) => [(each as HTMLElement).dataset.identity, each]));
    keep(
      this.#tiles,
      people.map((person) => this.#tile(person, there.get(person.identity) as HTMLElement | undefined)),
    );
  }

  #tile({ identity, name, color, camera, isSpeaking }: Shown, known: HTMLElement | undefined): HTMLElement {
    const tile = known ?? newTile(identity, color);
    tile.dataset.speaking = String(isSpeaking);
    const [face, avatar, label] = [...tile.children] as [HTMLElement, HTMLElement, HTMLElement];
    this.#write(avatar, initialsOf(name));
    this.#write(label, name);
    keep(face, camera === undefined ? [] : [this.#play(camera)]);
    return tile;
  }

  #screen({ name, screen }: Shown): HTMLElement {
    const label = part("egress__name");
    label.textContent = `${name}’s screen`;
    const frame = (this.#focus.firstElementChild as HTMLElement | null) ?? part("egress__screen");
    if (screen !== undefined) keep(frame, [this.#play(screen), label]);
    return frame;
  }

  #play(track: Track): HTMLMediaElement {
    const playing = this.#playing.get(track) ?? new Playing(track);
    this.#playing.set(track, playing);
    return playing.element;
  }

  #write(element: HTMLElement, text: string): void {
    if (element.textContent !== text) element.textContent = text;
    element.hidden = text === "";
  }
}

function part(name: string): HTMLElement {
  const element = document.createElement("div");
  element.className = name;
  return element;
}

function newTile(identity: string, color: number): HTMLElement {
  const tile = part("egress__tile");
  tile.dataset.identity = identity;
  tile.dataset.speakerColor = String(color);
  tile.append(part("egress__face"), part("egress__avatar"), part("egress__name"));
  return tile;
}

/** Makes these the children, and moves none that is in its place: a video that is moved starts anew. */
function keep(parent: HTMLElement, children: readonly HTMLElement[]): void {
  for (const each of [...parent.children]) if (!children.includes(each as HTMLElement)) each.remove();
  children.forEach((child, n) => {
    if (parent.children[n] !== child) parent.insertBefore(child, parent.children[n] ?? null);
  });
}
