/** The chat: history and live messages merged by id, and the number of unread ones. */
import type { ChatMessage } from "../../api";
import { Observable } from "../observable";

export class ChatStore extends Observable {
  #messages: readonly ChatMessage[] = [];
  #unread = 0;
  #open = false;

  readonly messages = (): readonly ChatMessage[] => this.#messages;
  readonly unread = (): number => this.#unread;

  /** A live message; one's own never count as unread. */
  receive(message: ChatMessage, self: string): void {
    if (this.#merge([message]) > 0 && !this.#open && message.participant_id !== self) this.#unread += 1;
    this.changed();
  }

  history(messages: readonly ChatMessage[]): void {
    this.#merge(messages);
    this.changed();
  }

  /** Whether the panel is open; then nothing counts as unread. */
  setOpen(open: boolean): void {
    this.#open = open;
    if (open) this.#unread = 0;
    this.changed();
  }

  #merge(messages: readonly ChatMessage[]): number {
    const known = new Set(this.#messages.map((message) => message.id));
    const fresh = messages.filter((message) => !known.has(message.id));
    if (fresh.length > 0) this.#messages = [...this.#messages, ...fresh].sort(bySending);
    return fresh.length;
  }
}

function bySending(one: ChatMessage, other: ChatMessage): number {
  return Date.parse(one.sent_at) - Date.parse(other.sent_at);
}

/** Parses the payload of the data topic; null where it is no message. */
export function messageOf(payload: Uint8Array): ChatMessage | null {
  try {
    const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload)) as Partial<ChatMessage>;
    const whole = typeof value.id === "string" && typeof value.text === "string" && typeof value.sent_at === "string";
    return whole && typeof value.name === "string" ? (value as ChatMessage) : null;
  } catch {
    return null;
  }
}
