/** One person's visit to a meeting: in its main room, in a breakout room, and on the way between them. */
import { ApiError, type api, type BreakoutsView, type BreakoutView, type Joined } from "../../api";
import { type Exit, exitOfRefusal, retryDelay } from "../exits";
import { Observable } from "../observable";
import { pause } from "../pause";

/** What of a session the visit depends on. */
export interface Stay {
  readonly self: string;
  onBreakouts: () => void;
  start: () => Promise<void>;
  leave: () => void;
  exit: () => Exit | null;
  subscribe: (listener: () => void) => () => void;
}

export interface Ways<S extends Stay> {
  api: Pick<
    typeof api,
    | "join"
    | "endRoom"
    | "breakouts"
    | "openBreakouts"
    | "closeBreakouts"
    | "assignBreakout"
    | "chooseBreakout"
    | "askForHelp"
    | "writeToBreakouts"
  >;
  /** A session in a room that was joined; it sends what the one before sent. */
  stay: (slug: string, joined: Joined, before: S | null) => S;
}

/** Why somebody in a breakout goes back by themselves: it ended, or it is theirs no more. */
const BACK: ReadonlySet<Exit> = new Set(["ended", "missed", "removed", "refused", "full", "unknown"]);
const NOTHING: BreakoutsView = { breakouts: [], people: [] };

export class Visit<S extends Stay> extends Observable {
  readonly slug: string;
  /** The person's place in the main meeting. */
  readonly self: string;
  readonly #name: string | null;
  readonly #ways: Ways<S>;
  readonly #ending = new AbortController();
  #session: S;
  #joined: Joined;
  #breakout: BreakoutView | null = null;
  #view: BreakoutsView = NOTHING;
  #way = "";
  #exit: Exit | null = null;
  #detail = "";
  /** The breakout that the person left by themselves: they are not sent there again. */
  #declined: string | null = null;
  #asked = 0;

  constructor(slug: string, name: string | null, joined: Joined, ways: Ways<S>) {
    super();
    this.slug = slug;
    this.self = joined.participant.id;
    this.#name = name;
    this.#ways = ways;
    this.#joined = joined;
    this.#session = this.#begin(slug, joined, null);
  }

  readonly session = (): S => this.#session;
  readonly joined = (): Joined => this.#joined;
  /** Null in the main room. */
  readonly breakout = (): BreakoutView | null => this.#breakout;
  readonly view = (): BreakoutsView => this.#view;
  /** Where the person is going, as words; empty while they stay. */
  readonly way = (): string => this.#way;
  readonly exit = (): Exit | null => this.#exit;
  readonly detail = (): string => this.#detail;

  /** Fetches what is now, and goes where the person belongs. */
  async refresh(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const view = await this.#ways.api.breakouts(this.slug, this.#ending.signal);
      if (asked === this.#asked) await this.#take(view);
    } catch (error) {
      if (!this.#ending.signal.aborted && !(error instanceof ApiError)) throw error;
    }
  }

  async open(wanted: Parameters<typeof api.openBreakouts>[1]): Promise<void> {
    await this.#take(await this.#ways.api.openBreakouts(this.slug, wanted));
  }

  /** Calls everybody back in so many seconds, 0 at once; null takes the time limit away. */
  async close(inSeconds: number | null): Promise<void> {
    await this.#take(await this.#ways.api.closeBreakouts(this.slug, inSeconds));
  }

  async assign(person: string, breakout: string | null): Promise<void> {
    await this.#take(await this.#ways.api.assignBreakout(this.slug, person, breakout));
  }

  /** Goes to a breakout; rejects with the refusal. */
  async go(breakout: BreakoutView): Promise<void> {
    this.#declined = null;
    if (breakout.by_choice && !breakout.is_mine && !this.#leads())
      await this.#take(await this.#ways.api.chooseBreakout(this.slug, breakout.id));
    else await this.#move(breakout);
  }

  async goBack(): Promise<void> {
    this.#declined = this.#breakout?.id ?? null;
    await this.#return();
  }

  /** Asks the host to come to a breakout, or takes that back, also as the host; rejects with the refusal. */
  async askForHelp(breakout: BreakoutView, wanted: boolean): Promise<void> {
    await this.#ways.api.askForHelp(breakout.slug, wanted);
    await this.refresh();
  }

  /** Writes into every breakout's chat; returns their number, and rejects with the refusal. */
  async writeToAll(text: string, id: string): Promise<number> {
    return (await this.#ways.api.writeToBreakouts(this.slug, text, id)).rooms;
  }

  async endForAll(): Promise<void> {
    await this.#ways.api.endRoom(this.slug);
    this.#leave("ended");
  }

  async #take(view: BreakoutsView): Promise<void> {
    this.#view = view;
    this.changed();
    if (this.#way !== "" || this.#exit !== null) return;
    const mine = view.breakouts.find((each) => each.is_mine && each.is_open);
    if (this.#breakout === null) {
      if (mine === undefined) this.#declined = null;
      else if (!this.#leads() && mine.id !== this.#declined) await this.#tryMove(mine);
      return;
    }
    const here = view.breakouts.find(({ id }) => id === this.#breakout?.id);
    if (here?.is_open && (here.is_mine || this.#leads())) {
      this.#breakout = here;
      this.changed();
    } else if (mine !== undefined) await this.#tryMove(mine);
    else await this.#return();
  }

  #leads(): boolean {
    return this.#view.people.find(({ id }) => id === this.self)?.leads ?? false;
  }

  /** By themselves: who is refused stays where they are until something changes. */
  async #tryMove(breakout: BreakoutView): Promise<void> {
    try {
      await this.#move(breakout);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#declined = breakout.id;
    }
  }

  async #move(breakout: BreakoutView): Promise<void> {
    if (this.#way !== "" || this.#exit !== null) return;
    this.#go(`Going to ${breakout.label}…`);
    try {
      const joined = await this.#ways.api.join(breakout.slug, this.#name, this.#ending.signal);
      this.#arrive(breakout.slug, joined, breakout);
    } finally {
      this.#go("");
    }
  }

  /** Joins the main room again, until it succeeds or is refused for good. */
  async #return(): Promise<void> {
    if (this.#way !== "" || this.#exit !== null) return;
    this.#go("Going back to the main room…");
    const { signal } = this.#ending;
    for (let attempt = 0; !signal.aborted && this.#way !== ""; attempt += 1) {
      try {
        this.#arrive(this.slug, await this.#ways.api.join(this.slug, this.#name, signal), null);
        this.#go("");
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        if (error.isPermanent) {
          this.#detail = error.message;
          this.#leave(error.kind === "room-ended" ? "ended" : exitOfRefusal(error));
          return;
        }
        await pause(Math.max(retryDelay(attempt), error.retryAfterMs), signal).done;
      }
    }
  }

  #arrive(slug: string, joined: Joined, breakout: BreakoutView | null): void {
    if (this.#exit !== null) return;
    const before = this.#session;
    this.#joined = joined;
    this.#breakout = breakout;
    this.#session = this.#begin(slug, joined, before);
    before.leave();
    this.changed();
  }

  #begin(slug: string, joined: Joined, before: S | null): S {
    const session = this.#ways.stay(slug, joined, before);
    session.onBreakouts = () => void this.refresh();
    session.subscribe(() => this.#follow(session));
    void session.start();
    return session;
  }

  #follow(session: S): void {
    const exit = session.exit();
    if (exit === null || session !== this.#session || this.#exit !== null) return;
    if (this.#breakout !== null && BACK.has(exit)) void this.#return();
    else if (this.#way === "") this.#leave(exit);
  }

  #go(way: string): void {
    this.#way = way;
    this.changed();
  }

  #leave(exit: Exit): void {
    if (this.#exit !== null) return;
    this.#exit = exit;
    this.#way = "";
    this.#ending.abort();
    this.#session.leave();
    this.changed();
  }
}
