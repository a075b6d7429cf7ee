/** What the room asks of the server, call by call, with the types of the answers. */
import { call } from "./http";

export type Role = "host" | "cohost" | "participant" | "guest";

export interface RoomView {
  id: string;
  slug: string;
  name: string;
  status: "scheduled" | "waiting" | "live" | "ended" | "archived" | "cancelled";
  host_name: string | null;
  settings: { access: "link" | "invited"; guests: boolean; language: string };
  scheduled_start_time: string | null;
  started_at: string | null;
}

export interface RoomForViewer extends RoomView {
  viewer: { role: string; may_join: boolean; needs_name: boolean; signed_in: boolean };
}

export interface Joined {
  participant: { id: string; name: string; role: Role };
  room: RoomView;
  livekit: { url: string; token: string };
}

export interface ParticipantChange {
  role?: "cohost" | "participant";
  muted?: true;
  hand?: boolean;
}

export interface ChatMessage {
  id: string;
  participant_id: string | null;
  name: string;
  text: string;
  sent_at: string;
}

export type SegmentState = "open" | "final" | "refined" | "corrected" | "interrupted";

/** Times are milliseconds on the meeting's clock. */
export interface SegmentView {
  id: string;
  seq: number;
  identity: string | null;
  speaker: string;
  start_ms: number;
  end_ms: number;
  text: string;
  state: SegmentState;
  revision: number;
  confidence: number | null;
}

/** Every call is refused with a `Problem` (see http.ts). */
export class RoomApi {
  readonly #path: string;

  constructor(slug: string) {
    this.#path = `/api/rooms/${encodeURIComponent(slug)}`;
  }

  look(): Promise<RoomForViewer> {
    return call("GET", this.#path);
  }

  /** The name of who is signed in. */
  async myName(): Promise<string> {
    return (await call<{ name: string }>("GET", "/api/people/me")).name;
  }

  /** Sent only after the notice was on the screen: joining is the consent. A guest says a name. */
  join(name: string | null): Promise<Joined> {
    return call("POST", `${this.#path}/join`, name === null ? { consent: true } : { name, consent: true });
  }

  end(): Promise<void> {
    return call("POST", `${this.#path}/end`);
  }

  change(participant: string, change: ParticipantChange): Promise<unknown> {
    return call("PATCH", this.#participant(participant), change);
  }

  remove(participant: string): Promise<void> {
    return call("DELETE", this.#participant(participant));
  }

  async messages(): Promise<ChatMessage[]> {
    return (await call<{ messages: ChatMessage[] }>("GET", `${this.#path}/messages`)).messages;
  }

  say(text: string): Promise<ChatMessage> {
    return call("POST", `${this.#path}/messages`, { text });
  }

  async segments(afterSeq: number): Promise<SegmentView[]> {
    const path = `${this.#path}/segments?after=${afterSeq}`;
    return (await call<{ segments: SegmentView[] }>("GET", path)).segments;
  }

  #participant(id: string): string {
    return `${this.#path}/participants/${encodeURIComponent(id)}`;
  }
}
