/** What one may do in the meeting, as the server says: buttons are shown by it, and the server checks each call again. */
import { ApiError, type Right, type RightsView, type RoomForViewer, type RoomSettingsView } from "../api";
import { takeLink } from "./link";
import { Observable } from "./observable";
import { type Attendee, roleOf } from "./people/person";

type Room = Pick<RoomForViewer, "settings" | "link">;
type Fetched = Pick<RoomForViewer, "viewer" | "settings" | "slug" | "type" | "link" | "permanent_slug">;

export class Rights extends Observable {
  /** The switches of the room. */
  settings: RoomSettingsView;
  /** The one that was chosen, where one is told it. */
  link: string | null;
  readonly #fetch: () => Promise<Fetched>;
  #view: RightsView;
  #may: ReadonlySet<Right>;
  /** Counts requests: an answer that a later one has overtaken does not count. */
  #asked = 0;

  constructor(view: RightsView, { settings, link }: Room, fetch: () => Promise<Fetched>) {
    super();
    this.#fetch = fetch;
    this.#view = view;
    this.#may = new Set(view.may);
    this.settings = settings;
    this.link = link;
  }

  /** A new one after each change. */
  readonly now = (): ReadonlySet<Right> => this.#may;

  may(right: Right): boolean {
    return this.#may.has(right);
  }

  /** Whether one has a right over this person. */
  over(right: Right, person: Pick<Attendee, "attributes">): boolean {
    return this.#view.over[right]?.includes(roleOf(person)) ?? false;
  }

  /** Takes the room's link, too. Never rejects for the server's refusal: it is asked again at the next change. */
  async refresh(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const room = await this.#fetch();
      if (asked !== this.#asked) return;
      takeLink(room);
      this.set(room.viewer.rights, room);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  set(view: RightsView, { settings, link }: Room): void {
    this.settings = settings;
    this.link = link;
    this.#view = view;
    this.#may = new Set(view.may);
    this.changed();
  }
}
