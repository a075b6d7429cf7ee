/** Client of Parley's REST API, typed by its OpenAPI document (`npm run api`). Every refusal is an `ApiError` with a message to show. */
import type { components } from "../generated/openapi";
import { noteDate } from "./serverClock";

const BASE = "/api";
const CSRF_COOKIE = "parley_csrf";
const CSRF_HEADER = "X-CSRF-Token";
const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);

type Schemas = components["schemas"];
export type Joined = Schemas["Joined"];
export type ChatMessage = Schemas["MessageView"];
export type NewRoom = Schemas["NewRoom"];
export type RoomForViewer = Schemas["RoomForViewer"];
export type NewPoll = Schemas["NewPoll"];
export type PollView = Schemas["PollView"];
export type NewBreakouts = Schemas["NewBreakouts"];
export type BreakoutView = Schemas["BreakoutView"];
export type BreakoutPersonView = Schemas["BreakoutPersonView"];
export type BreakoutsView = Schemas["BreakoutsView"];
export type CaptionsView = Schemas["CaptionsView"];
export type NotesView = Schemas["NotesView"];
export type RecordingView = Schemas["RecordingView"];
export type SegmentView = Schemas["SegmentView"];
export type ParticipantChanges = Schemas["ParticipantChanges"];
export type Gap = Schemas["GapView"];
export type ParticipantView = Schemas["ParticipantView"];
export type Role = ParticipantView["role"];
export type Right = Schemas["Right"];
export type RoomSettingsView = Schemas["RoomSettingsView"];
export type Switches = Schemas["Switches"];
export type RoomChanges = Schemas["RoomChanges"];
/** What is said where the host lets people in; `ask_again` after having been turned away. */
export type Knock = Pick<Schemas["JoinBody"], "note" | "ask_again">;
export type RightsView = Schemas["RightsView"];
/** RFC 9457; `problems` names the fields of a 422, `retry_after_s` comes with a 429. */
export type Problem = Schemas["Problem"] & { detail: string };

const MAX_RETRY_AFTER_S = 3600;
/** The server's limit of one page. */
const SEGMENTS_A_PAGE = 1000;

/** A refusal (`status` ≥ 400), or no response (`status` 0). */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
    this.name = "ApiError";
  }

  get status(): number {
    return this.problem.status;
  }

  /** A refusal that a retry does not change. */
  get isPermanent(): boolean {
    return this.status >= 400 && this.status < 500 && this.status !== 408 && this.status !== 429;
  }

  /** How long the server asks to wait before the next attempt, at most an hour; 0 where it does not say. */
  get retryAfterMs(): number {
    return Math.min(MAX_RETRY_AFTER_S, Math.max(0, this.problem.retry_after_s ?? 0)) * 1000;
  }

  /** The last part of the problem's type: `room-full` of `urn:parley:problem:room-full`. */
  get kind(): string {
    return this.problem.type.split(":").at(-1) ?? "";
  }
}

/** Of a response, its body included. */
export const TIMEOUT_MS = 15_000;

/**
 * Makes one call; `path` begins after `/api`. Resolves to undefined for 204. Rejects with an `ApiError`, also after a
 * timeout, or with the signal's reason when the caller aborted.
 */
export async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const deadline = AbortSignal.timeout(TIMEOUT_MS);
  const combined = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
  try {
    const response = await fetch(BASE + path, request(method, body, combined));
    noteDate(response.headers.get("Date"));
    return await bodyOf<T>(response);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof ApiError) throw error;
    throw new ApiError(deadline.aborted ? TIMED_OUT : UNREACHABLE);
  }
}

async function bodyOf<T>(response: Response): Promise<T> {
  if (!response.ok) throw new ApiError(await problemOf(response));
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
}

function request(method: string, body: unknown, signal: AbortSignal): RequestInit {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (UNSAFE.has(method)) headers[CSRF_HEADER] = cookie(CSRF_COOKIE);
  const init: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store", signal };
  return body === undefined ? init : { ...init, body: JSON.stringify(body) };
}

const UNREACHABLE: Problem = {
  type: "urn:parley:problem:unreachable",
  title: "The server does not answer",
  status: 0,
  detail: "The server cannot be reached. Check your connection and try again.",
};

const TIMED_OUT: Problem = {
  type: "urn:parley:problem:timeout",
  title: "The server takes too long",
  status: 0,
  detail: "The server took too long to answer. Try again in a moment.",
};

export async function problemOf(response: Response): Promise<Problem> {
  const unnamed = {
    type: "about:blank",
    title: "Something went wrong",
    status: response.status,
    detail: "Try again. If it happens again, tell the person who runs this server.",
    retry_after_s: retryAfter(response.headers.get("Retry-After") ?? ""),
  };
  if (!(response.headers.get("Content-Type") ?? "").includes("json")) return unnamed;
  const body: unknown = await response.json().catch(() => null);
  return typeof body === "object" ? { ...unnamed, ...body, status: response.status } : unnamed;
}

/** The problem in an answer that was not fetched with `call`; `status` 0: there was none. */
export function problemIn(status: number, text: string): Problem {
  const unnamed =
    status === 0 ? UNREACHABLE : { ...TIMED_OUT, status, title: "Something went wrong", detail: "Try again." };
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" ? { ...unnamed, ...body, status } : unnamed;
  } catch {
    return unnamed;
  }
}

/** The value of the header that a write needs. */
export const token = (): string => cookie(CSRF_COOKIE);

/** Seconds of a `Retry-After`, which is a number or a date; 0 where it is neither or past. */
function retryAfter(header: string): number {
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? 0 : Math.max(0, seconds);
}

/** The value of a cookie that scripts may read, or "". */
export function cookie(name: string, jar: string = document.cookie): string {
  for (const pair of jar.split("; ")) {
    const at = pair.indexOf("=");
    if (pair.slice(0, at) === name) return decodeURIComponent(pair.slice(at + 1));
  }
  return "";
}

const room = (slug: string): string => `/rooms/${encodeURIComponent(slug)}`;
const poll = (slug: string, id: string): string => `${room(slug)}/polls/${encodeURIComponent(id)}`;
const member = (slug: string, id: string): string => `${room(slug)}/participants/${encodeURIComponent(id)}`;

export const api = {
  me: () => call<Schemas["PersonView"]>("GET", "/people/me"),
  register: (email: string, name: string, password: string) =>
    call<Schemas["RegistrationView"]>("POST", "/people", { email, name, password }),
  changePassword: (current: string, password: string) =>
    call<void>("PUT", "/people/me/password", { current, password }),
  /** Of all my meetings; refusing deletes the reports there are. */
  setReportsWanted: (wanted: boolean) => call<Schemas["ReportWishView"]>("PUT", "/people/me/reports", { wanted }),
  signIn: (email: string, password: string) => call<Schemas["SessionView"]>("POST", "/sessions", { email, password }),
  signOut: () => call<void>("DELETE", "/sessions/current"),
  elevate: (password: string, reason: string) =>
    call<Schemas["ElevationView"]>("POST", "/elevation", { password, reason }),
  endElevation: () => call<void>("DELETE", "/elevation"),
  revokeSession: (id: string) => call<void>("DELETE", `/sessions/${encodeURIComponent(id)}`),

  createRoom: (body: NewRoom) => call<Schemas["RoomView"]>("POST", "/rooms", body),
  createSeries: (body: Schemas["NewSeriesBody"]) => call<Schemas["SeriesView"]>("POST", "/series", body),
  createPermanentRoom: (body: Schemas["NewPermanentRoom"]) =>
    call<Schemas["PermanentRoomView"]>("POST", "/permanent-rooms", body),
  endPermanentRoom: (slug: string) => call<void>("DELETE", `/permanent-rooms/${encodeURIComponent(slug)}`),
  /** From the meeting with the code `since` on. */
  changeSeries: (series: string, changes: Schemas["SeriesChanges"]) =>
    call<Schemas["SeriesView"]>("PATCH", `/series/${encodeURIComponent(series)}`, changes),
  previewSeries: (series: string, changes: Schemas["SeriesChanges"]) =>
    call<Schemas["SeriesPreview"]>("POST", `/series/${encodeURIComponent(series)}/preview`, changes),
  /** Cancels the meeting `since` and those after it; without it all that are to come. */
  cancelSeries: (series: string, since?: string) =>
    call<void>("DELETE", `/series/${encodeURIComponent(series)}${since ? `?since=${encodeURIComponent(since)}` : ""}`),
  /** Makes whoever has a place at one of its meetings the host of a series and its coming meetings. */
  handSeriesOver: (series: string, participant: string) =>
    call<void>("PUT", `/series/${encodeURIComponent(series)}/host`, { participant }),
  room: (slug: string) => call<RoomForViewer>("GET", room(slug)),
  /** How the meeting is captioned now; those inside know it from the transcriber's attributes. */
  captions: (slug: string) => call<CaptionsView>("GET", `${room(slug)}/captions`),
  /** A room of LiveKit for a test before joining, in which nobody else is. */
  checkConnection: (slug: string, signal?: AbortSignal) =>
    call<Schemas["ConnectionCheck"]>("POST", `${room(slug)}/connection-checks`, undefined, signal),
  /** Joining is the consent: called only after the notice about transcription was shown. `name` is a guest's. */
  join: (slug: string, name: string | null, signal?: AbortSignal, knock: Knock = {}) =>
    call<Joined>("POST", `${room(slug)}/join`, { ...knock, ...(name !== null && { name }), consent: true }, signal),
  /** Of name, time, doors and limits, until the meeting is over. */
  changeRoom: (slug: string, changes: RoomChanges) => call<Schemas["RoomView"]>("PATCH", room(slug), changes),
  endRoom: (slug: string) => call<void>("POST", `${room(slug)}/end`),

  /** Everybody who was ever admitted, by their first arrival. */
  participants: (slug: string, signal?: AbortSignal) =>
    call<Schemas["ParticipantList"]>("GET", `${room(slug)}/participants`, undefined, signal),
  changeParticipant: (slug: string, id: string, change: ParticipantChanges) =>
    call<Schemas["ParticipantView"]>("PATCH", member(slug, id), change),
  /** Switches of the room: what participants and guests may do, and who comes in. */
  setSwitches: (slug: string, switches: Switches) =>
    call<Schemas["RoomSettingsView"]>("PUT", `${room(slug)}/switches`, switches),
  muteAll: (slug: string, mayUnmute: boolean) =>
    call<Schemas["Everybody"]>("POST", `${room(slug)}/mute`, { may_unmute: mayUnmute }),
  lowerHands: (slug: string) => call<void>("DELETE", `${room(slug)}/hands`),
  /** Lets in everybody who waits, or turns them away. */
  answerAll: (slug: string, admitted: boolean) =>
    call<Schemas["Everybody"]>("POST", `${room(slug)}/admissions`, { admitted }),
  /** `block`: from a permanent room's later meetings, too; otherwise they wait at the door there, for thirty days. */
  removeParticipant: (slug: string, id: string, block = false) =>
    call<void>("DELETE", `${member(slug, id)}${block ? "?block=true" : ""}`),

  /** Erases what somebody said, with `chat` also what they wrote. */
  forgetWords: (slug: string, id: string, chat: boolean) =>
    call<Schemas["ErasedView"]>("DELETE", `${member(slug, id)}/words?chat=${chat}`),
  /** Of an ended meeting, for its host; 0: as long as the server keeps it. */
  setRetention: (slug: string, days: Schemas["RetentionChange"]) =>
    call<Schemas["RetentionView"]>("PUT", `${room(slug)}/retention`, days),
  /** Of this meeting; refusing deletes my report. */
  setReportWanted: (slug: string, wanted: boolean) =>
    call<Schemas["ReportWishView"]>("PUT", `${room(slug)}/minutes/report`, { wanted }),
  /** `everybody` is for the host and co-hosts; idempotent. */
  setOffRecord: (slug: string, scope: Schemas["OffRecordChange"]["scope"], off: boolean) =>
    call<Schemas["OffRecordView"]>("PUT", `${room(slug)}/off-record`, { scope, off }),

  recording: (slug: string) => call<RecordingView>("GET", `${room(slug)}/recording`),
  /** For the host and co-hosts; idempotent. */
  setRecording: (slug: string, recording: boolean) =>
    call<RecordingView>("PUT", `${room(slug)}/recording`, { recording }),
  /** Of oneself. */
  setRecordingConsent: (slug: string, agreed: boolean) =>
    call<RecordingView>("PUT", `${room(slug)}/recording/consent`, { agreed }),

  /** What was noted so far. */
  notes: (slug: string) => call<NotesView>("GET", `${room(slug)}/notes`),

  messages: (slug: string, signal?: AbortSignal) =>
    call<Schemas["MessageList"]>("GET", `${room(slug)}/messages`, undefined, signal),
  /** Idempotent by `id`. */
  sendMessage: (slug: string, text: string, id?: string, replyTo: string | null = null) =>
    call<ChatMessage>("POST", `${room(slug)}/messages`, { text, id, ...(replyTo !== null && { reply_to: replyTo }) }),
  /** Kept with the message; idempotent. */
  reactToMessage: (slug: string, id: string, emoji: Schemas["MessageReaction"]["emoji"], on: boolean) =>
    call<ChatMessage>("PUT", `${room(slug)}/messages/${encodeURIComponent(id)}/reactions`, { emoji, on }),

  /** Everybody inside sees it for some seconds; nobody keeps it. */
  react: (slug: string, emoji: Schemas["NewReaction"]["emoji"]) =>
    call<void>("POST", `${room(slug)}/reactions`, { emoji }),

  /** Of a main meeting; also for who is in a breakout of it. */
  breakouts: (slug: string, signal?: AbortSignal) =>
    call<BreakoutsView>("GET", `${room(slug)}/breakouts`, undefined, signal),
  /** For the host and co-hosts, as are the time and the assignments. */
  openBreakouts: (slug: string, body: NewBreakouts) => call<BreakoutsView>("POST", `${room(slug)}/breakouts`, body),
  closeBreakouts: (slug: string, inSeconds: number | null) =>
    call<BreakoutsView>("PUT", `${room(slug)}/breakouts/closing`, { in_s: inSeconds }),
  assignBreakout: (slug: string, id: string, breakout: string | null) =>
    call<BreakoutsView>("PUT", `${member(slug, id)}/breakout`, { breakout_id: breakout }),
  writeToBreakouts: (slug: string, text: string, id: string) =>
    call<Schemas["SentToBreakouts"]>("POST", `${room(slug)}/breakouts/messages`, { text, id }),
  /** Of the breakout itself. */
  askForHelp: (slug: string, wanted: boolean) => call<void>("PUT", `${room(slug)}/help`, { wanted }),
  chooseBreakout: (slug: string, breakout: string | null) =>
    call<BreakoutsView>("PUT", `${room(slug)}/breakouts/choice`, { breakout_id: breakout }),

  polls: (slug: string, signal?: AbortSignal) =>
    call<Schemas["PollList"]>("GET", `${room(slug)}/polls`, undefined, signal),
  /** For the host and co-hosts, as are closing and deleting. */
  askPoll: (slug: string, body: NewPoll) => call<PollView>("POST", `${room(slug)}/polls`, body),
  votePoll: (slug: string, id: string, choices: readonly number[]) =>
    call<PollView>("PUT", `${poll(slug, id)}/vote`, { choices }),
  closePoll: (slug: string, id: string) => call<PollView>("POST", `${poll(slug, id)}/close`),
  deletePoll: (slug: string, id: string) => call<void>("DELETE", poll(slug, id)),

  /** Everything that changed since, page by page, and all of the transcript's gaps. `asOf` is the next `since`. */
  segments: async (slug: string, since: string | null, signal?: AbortSignal) => {
    const all: SegmentView[] = [];
    const changed = since === null ? "" : `&since=${encodeURIComponent(since)}`;
    for (let after = -1, asOf: string | null = null; ; ) {
      const page = await call<Schemas["SegmentList"]>(
        "GET",
        `${room(slug)}/segments?words=true&after=${after}${changed}`,
        undefined,
        signal,
      );
      // What is stored while the later pages are fetched may be on a page that is fetched already.
      asOf ??= page.as_of;
      all.push(...page.segments);
      if (page.segments.length < SEGMENTS_A_PAGE) return { segments: all, gaps: page.gaps, asOf };
      after = page.next;
    }
  },

  /** Segments with their words, those after a `seq`. */
  words: async (slug: string, after: number, limit: number) =>
    (await call<Schemas["SegmentList"]>("GET", `${room(slug)}/segments?words=true&after=${after}&limit=${limit}`))
      .segments,
  /** The recording's waveform. */
  peaks: (slug: string) => call<Schemas["Peaks"]>("GET", `${room(slug)}/recording/peaks`),
  /** Why the recording does not play, as a sentence. */
  soundProblem: async (slug: string) => {
    const response = await fetch(`${BASE}${room(slug)}/recording/audio`, { headers: { Range: "bytes=0-0" } });
    if (response.ok) return "The recording cannot be played. Reload the page to try again.";
    const problem = await problemOf(response);
    return `${problem.title}. ${problem.detail}`;
  },
  imports: (signal?: AbortSignal) => call<Schemas["ImportList"]>("GET", "/imports", undefined, signal),
  cancelImport: (id: string) => call<Schemas["ImportView"]>("DELETE", `/imports/${encodeURIComponent(id)}`),

  /** Ends the link before, if there is one. */
  makeCalendarFeed: () => call<Schemas["NewFeed"]>("POST", "/action-items/feed"),
  endCalendarFeed: () => call<void>("DELETE", "/action-items/feed"),

  makeShareLink: (slug: string, wanted: Schemas["NewShareLink"]) =>
    call<Schemas["MadeShareLink"]>("POST", `${room(slug)}/share-links`, wanted),
  endShareLink: (slug: string, id: string) =>
    call<void>("DELETE", `${room(slug)}/share-links/${encodeURIComponent(id)}`),

  invite: (slug: string, wanted: Schemas["NewInvitations"]) =>
    call<Schemas["InvitationList"]>("POST", `${room(slug)}/invitations`, wanted),
  makeInvitationLink: (slug: string, wanted: Schemas["NewInvitationLink"]) =>
    call<Schemas["InvitationView"]>("POST", `${room(slug)}/invitation-links`, wanted),
  renewInvitation: (slug: string, id: string) =>
    call<Schemas["InvitationView"]>("POST", `${room(slug)}/invitations/${encodeURIComponent(id)}/renewal`),
  withdrawInvitation: (slug: string, id: string) =>
    call<void>("DELETE", `${room(slug)}/invitations/${encodeURIComponent(id)}`),
  answerInvitation: (token: string, answer: Schemas["InvitationAnswer"]["answer"]) =>
    call<Schemas["OpenedInvitationView"]>("PUT", `/invitations/${encodeURIComponent(token)}/answer`, { answer }),
  enterByInvitation: (token: string, wanted: Schemas["EntryBody"]) =>
    call<Schemas["Entered"]>("POST", `/invitations/${encodeURIComponent(token)}/entry`, wanted),

  unreadNotifications: () => call<Schemas["Unread"]>("GET", "/notifications/unread"),
  readAllNotifications: () => call<void>("POST", "/notifications/read"),
  /** A stream of events that say when to count again. */
  notificationEvents: () => new EventSource(`${BASE}/notifications/events`),
  chooseNotices: (chosen: Schemas["NoticePreferences"]) =>
    call<Schemas["NoticePreferencesView"]>("PUT", "/notifications/preferences", chosen),
  readNotification: (id: string) => call<void>("POST", `/notifications/${encodeURIComponent(id)}/read`),
};
