/**
 * The page that LiveKit's Egress films: it joins the room unseen, with the token in its address, and subscribes to those
 * whom the policy allows. Egress begins when the console says so, and ends when it says that.
 */
import {
  ParticipantKind,
  type RemoteParticipant,
  type RemoteTrackPublication,
  Room,
  RoomEvent,
  setLogLevel,
  Track,
} from "livekit-client";
import { OFF_RECORD } from "../room/offRecord";
import { isPerson } from "../room/people/person";
import { RECORDING } from "../room/recording";
import "../theme.css";
import "./egress.css";
import { type Answer, leftOutSentence, Policy, SENTENCES } from "./policy";
import { type Shown, Stage } from "./stage";

const CONTROLS = "parley.controls";
const PEOPLE = "/api/egress/people";
const ASK_MS = 1_000;
const ANSWER_MS = 2_000;
const DRAW_MS = 100;
/** As many colours of speakers as there are. */
const COLORS = 8;

class Layout {
  readonly #room = new Room({ adaptiveStream: false, dynacast: false });
  readonly #policy = new Policy();
  readonly #stage: Stage;
  readonly #token: string;
  readonly #colors = new Map<string, number>();
  #hasBegun = false;

  constructor(root: HTMLElement, token: string) {
    this.#stage = new Stage(root);
    this.#token = token;
  }

  async run(url: string): Promise<void> {
    const draw = (): void => this.#draw();
    this.#room
      .on(RoomEvent.DataReceived, (_payload, sender, _kind, topic) => {
        if (sender === undefined && topic === CONTROLS) this.#change();
      })
      .on(RoomEvent.ParticipantAttributesChanged, draw)
      .on(RoomEvent.ParticipantConnected, draw)
      .on(RoomEvent.ParticipantDisconnected, draw)
      .on(RoomEvent.TrackPublished, draw)
      .on(RoomEvent.TrackSubscribed, draw)
      .on(RoomEvent.TrackUnsubscribed, draw)
      .on(RoomEvent.TrackMuted, draw)
      .on(RoomEvent.TrackUnmuted, draw)
      .on(RoomEvent.ActiveSpeakersChanged, draw)
      .on(RoomEvent.Reconnecting, () => this.#change())
      .on(RoomEvent.SignalReconnecting, () => this.#change())
      .on(RoomEvent.Reconnected, () => this.#change())
      .on(RoomEvent.Disconnected, () => {
        this.#policy.forget();
        draw();
        say("END_RECORDING");
      });
    draw();
    setInterval(draw, DRAW_MS);
    await this.#room.connect(url, this.#token, { autoSubscribe: false });
    setInterval(() => void this.#ask(), ASK_MS);
    await this.#ask();
  }

  #change(): void {
    this.#policy.forget();
    this.#draw();
    void this.#ask();
  }

  async #ask(): Promise<void> {
    const asked = this.#policy.asking();
    try {
      const answer = await fetch(PEOPLE, {
        headers: { Authorization: `Bearer ${this.#token}` },
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      if (!answer.ok) return;
      this.#policy.answered(asked, (await answer.json()) as Answer, performance.now());
    } catch {
      return; // the last answer counts until it is stale
    }
    this.#draw();
    if (!this.#hasBegun) say("START_RECORDING");
    this.#hasBegun = true;
  }

  #draw(): void {
    const now = performance.now();
    const others = [...this.#room.remoteParticipants.values()];
    const transcriber = others.find(({ kind }) => kind === ParticipantKind.AGENT);
    this.#policy.marked(transcriber?.attributes[RECORDING], transcriber?.attributes[OFF_RECORD], now);
    const people = others.filter(isPerson).sort((one, other) => at(one) - at(other));
    const shown = people.filter(({ identity }) => this.#policy.shows(identity, now));
    const silence = this.#policy.silence(now);
    this.#stage.draw(
      shown.map((person) => this.#shown(person)),
      silence === null ? "" : SENTENCES[silence],
      silence === null
        ? leftOutSentence(people.filter(({ identity }) => this.#policy.leavesOut(identity, now)).length)
        : "",
    );
    for (const person of people) this.#subscribe(person, !this.#policy.leavesOut(person.identity, now));
  }

  /** Whoever may not be shown is not even sent here. */
  #subscribe(person: RemoteParticipant, wanted: boolean): void {
    for (const publication of person.trackPublications.values()) {
      if (publication.isDesired !== wanted) publication.setSubscribed(wanted);
    }
  }

  #shown(person: RemoteParticipant): Shown {
    const open = [...person.trackPublications.values()].filter(({ isMuted }) => !isMuted);
    const track = (source: Track.Source): Track | undefined => open.find((each) => each.source === source)?.track;
    return {
      identity: person.identity,
      name: person.name || person.identity,
      color: this.#color(person.identity),
      isSpeaking: person.isSpeaking,
      camera: track(Track.Source.Camera),
      screen: track(Track.Source.ScreenShare),
      sounds: open.filter(isSound).flatMap((each) => each.track ?? []),
    };
  }

  #color(identity: string): number {
    const color = this.#colors.get(identity) ?? (this.#colors.size % COLORS) + 1;
    this.#colors.set(identity, color);
    return color;
  }
}

function isSound({ kind }: RemoteTrackPublication): boolean {
  return kind === Track.Kind.Audio;
}

function at(person: RemoteParticipant): number {
  return person.joinedAt?.getTime() ?? 0;
}

/** Egress reads the console. */
function say(signal: "START_RECORDING" | "END_RECORDING"): void {
  console.log(signal);
}

setLogLevel("warn");
const root = document.getElementById("egress");
const token = new URLSearchParams(location.search).get("token");
history.replaceState(null, "", location.pathname);
if (root?.dataset.livekit && token) void new Layout(root, token).run(root.dataset.livekit);
