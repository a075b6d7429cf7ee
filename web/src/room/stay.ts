/** One's stay in a meeting: connected, lost, joined again for as long as it takes, over. */
import type { DisconnectReason, Room } from "livekit-client";
import { ApiError, type Joined } from "../api";
import { connect, type Outcome } from "./connection";
import { type Exit, exitOfDisconnect, exitOfRefusal, retryDelay } from "./exits";
import { Observable } from "./observable";
import { type Pause, pause } from "./pause";
import { after, isInside, type Presence, type PresenceEvent } from "./presence";

/** What happens at its turns. */
export interface Turns {
  newRoom: () => Room;
  /** Asks the server for the seat again. */
  join: (signal: AbortSignal) => Promise<Joined>;
  /** The seat is taken, in a room that has just connected; nobody has been told yet. */
  seated: (joined: Joined, room: Room) => void;
  /** Connected, and everybody told. */
  entered: (room: Room) => Promise<void>;
  ended: () => void;
}

export class Stay extends Observable {
  readonly #turns: Turns;
  /** Aborted once, at the end: whatever is awaited then must not connect, publish or fetch any more. */
  readonly #ending = new AbortController();
  #room: Room;
  /** The room being connected, until it replaces `#room`. */
  #candidate: Room | null = null;
  #presence: Presence = "connecting";
  #exit: Exit | null = null;
  #pause: Pause | null = null;
  /** Of the last refusal; 0 after any other response. */
  #retryAfterMs = 0;

  constructor(turns: Turns) {
    super();
    this.#turns = turns;
    this.#room = turns.newRoom();
  }

  readonly presence = (): Presence => this.#presence;
  /** Why it is over; null until then. */
  readonly exit = (): Exit | null => this.#exit;
  /** A new one after each lost connection. */
  readonly room = (): Room => this.#room;

  /** The room, and while one is being connected that, too: what is chosen meanwhile holds in both. */
  rooms(): readonly Room[] {
    return this.#candidate === null ? [this.#room] : [...new Set([this.#room, this.#candidate])];
  }

  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  get isInside(): boolean {
    return isInside(this.#presence);
  }

  async start(joined: Joined): Promise<void> {
    if (!(await this.#enter(joined, this.#room))) await this.#reconnect();
  }

  /** Makes the next attempt now. */
  tryNow(): void {
    this.#pause?.cut();
  }

  interrupted(room: Room): void {
    if (room === this.#room) this.#move("interrupted");
  }

  /** Whether it goes on after an interruption. */
  resumed(room: Room): boolean {
    return room === this.#room && this.#move("resumed");
  }

  dropped(room: Room, reason: DisconnectReason | undefined): void {
    if (room !== this.#room || !this.isInside) return;
    const exit = exitOfDisconnect(reason);
    if (exit !== null) this.end(exit);
    else if (this.#move("lost")) void this.#reconnect();
  }

  end(exit: Exit): void {
    if (!this.#step("ended")) return;
    this.#exit = exit;
    this.#ending.abort();
    this.#turns.ended();
    void this.#room.disconnect();
    void this.#candidate?.disconnect();
    this.changed();
  }

  /** Joins again as the same person, until it succeeds, is refused, or the stay is over. */
  async #reconnect(): Promise<void> {
    for (let attempt = 0; !this.signal.aborted; attempt += 1) {
      this.#pause = pause(Math.max(retryDelay(attempt), this.#retryAfterMs), this.signal, this.#retryAfterMs > 0);
      if (await this.#pause.done) attempt = 0;
      if (!this.#move("due")) return;
      const joined = await this.#joinAgain();
      if (joined !== null && (await this.#enter(joined, this.#turns.newRoom()))) return;
    }
  }

  async #joinAgain(): Promise<Joined | null> {
    this.#retryAfterMs = 0;
    try {
      return await this.#turns.join(this.signal);
    } catch (error) {
      if (this.signal.aborted) return null;
      if (!(error instanceof ApiError)) throw error;
      if (error.isPermanent) this.end(error.kind === "room-ended" ? "missed" : exitOfRefusal(error));
      else this.#move("unreachable");
      this.#retryAfterMs = error.retryAfterMs;
      return null;
    }
  }

  /** One attempt with one room; true when no other is needed. */
  async #enter(joined: Joined, room: Room): Promise<boolean> {
    if (this.signal.aborted) return true;
    this.#candidate = room;
    const outcome = await connect(room, joined.livekit.url, joined.livekit.token);
    this.#candidate = null;
    if (this.signal.aborted) {
      await room.disconnect();
      return true;
    }
    return this.#take(outcome, joined, room);
  }

  async #take(outcome: Outcome, joined: Joined, room: Room): Promise<boolean> {
    if (typeof outcome === "object") {
      this.end(outcome.exit);
      return true;
    }
    if (outcome === "joined") {
      this.#room = room;
      this.#turns.seated(joined, room);
    }
    this.#move(outcome);
    if (outcome !== "joined") return false;
    await this.#turns.entered(room);
    return true;
  }

  #move(event: PresenceEvent): boolean {
    const moved = this.#step(event);
    if (moved) this.changed();
    return moved;
  }

  #step(event: PresenceEvent): boolean {
    const next = after(this.#presence, event);
    if (next !== null) this.#presence = next;
    return next !== null;
  }
}
