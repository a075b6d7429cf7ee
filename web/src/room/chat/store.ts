/** The chat: history, live messages and reactions merged by id, and the number of unread messages. */
import type { ChatMessage } from "../../api";
import { Observable } from "../observable";
import { EMOJI, type Emoji } from "../reactions/store";

/** Somebody gave a message an emoji, or took it back. */
export interface MessageReaction {
  message_id: string;
  participant_id: string;
  emoji: Emoji;
  on: boolean;
}

export class ChatStore extends Observable {
  #messages: readonly ChatMessage[] = [];
  #unread = 0;
  #open = false;
  /** Whether the server has answered: what it has then was written before one came. */
  #isTold = false;
  /** What came live, with the time: an answer of the server that was asked for earlier may lack it. */
  #arrivals = new Map<string, number>();
  #reactions: { at: number; reaction: MessageReaction }[] = [];

  readonly messages = (): readonly ChatMessage[] => this.#messages;
  readonly unread = (): number => this.#unread;

  /** A live message; one's own never count as unread. */
  receive(message: ChatMessage, self: string, now: number = Date.now()): void {
    this.#arrivals.set(message.id, now);
    const isKnown = this.#messages.some(({ id }) => id === message.id);
    if (!isKnown) this.#messages = [...this.#messages, message].sort(bySending);
    if (!isKnown && !this.#open && message.participant_id !== self) this.#unread += 1;
    this.changed();
  }

  /** A live reaction; one to a message that is not here yet comes with it. */
  react(reaction: MessageReaction, now: number = Date.now()): void {
    this.#reactions.push({ at: now, reaction });
    this.#messages = reacted(this.#messages, reaction);
    this.changed();
  }

  /** All messages the server had at some moment after `askedAt`; what is not among them was deleted. */
  history(messages: readonly ChatMessage[], self: string, askedAt: number = Date.now()): void {
    const told = new Set(messages.map(({ id }) => id));
    const known = new Set(this.#messages.map(({ id }) => id));
    const missed = messages.filter(({ id, participant_id }) => !known.has(id) && participant_id !== self);
    if (this.#isTold && !this.#open) this.#unread += missed.length;
    this.#isTold = true;
    const later = this.#messages.filter(({ id }) => !told.has(id) && (this.#arrivals.get(id) ?? 0) >= askedAt);
    this.#reactions = this.#reactions.filter(({ at }) => at >= askedAt);
    const merged = [...messages, ...later].sort(bySending);
    this.#messages = this.#reactions.reduce((all, { reaction }) => reacted(all, reaction), merged);
    this.changed();
  }

  /** Whether the panel is open; then nothing counts as unread. */
  setOpen(open: boolean): void {
    this.#open = open;
    if (open) this.#unread = 0;
    this.changed();
  }
}

function bySending(one: ChatMessage, other: ChatMessage): number {
  return Date.parse(one.sent_at) - Date.parse(other.sent_at);
}

/** The messages after a reaction; others than that one stay the same objects. */
function reacted(messages: readonly ChatMessage[], { message_id, ...change }: MessageReaction): ChatMessage[] {
  return messages.map((message) =>
    message.id === message_id ? { ...message, reactions: changed(message.reactions, change) } : message,
  );
}

function changed(
  reactions: ChatMessage["reactions"],
  { participant_id: who, emoji, on }: Omit<MessageReaction, "message_id">,
): ChatMessage["reactions"] {
  const others = (by: readonly string[]): string[] => by.filter((id) => id !== who);
  const there = reactions.some((each) => each.emoji === emoji);
  const all = there || !on ? reactions : [...reactions, { emoji, by: [] }];
  return all
    .map((each) => (each.emoji === emoji ? { emoji, by: on ? [...others(each.by), who] : others(each.by) } : each))
    .filter(({ by }) => by.length > 0);
}

/** Parses the payload of the data topic; null where it is no message. */
export function messageOf(payload: Uint8Array): ChatMessage | null {
  const value = parsed<ChatMessage>(payload);
  const whole = areTexts(value.id, value.text, value.sent_at, value.name) && Array.isArray(value.reactions);
  return whole ? (value as ChatMessage) : null;
}

/** The same, of a reaction to a message. */
export function messageReactionOf(payload: Uint8Array): MessageReaction | null {
  const value = parsed<MessageReaction>(payload);
  const whole = areTexts(value.message_id, value.participant_id, value.emoji) && typeof value.on === "boolean";
  return whole && Object.hasOwn(EMOJI, value.emoji ?? "") ? (value as MessageReaction) : null;
}

function areTexts(...values: unknown[]): boolean {
  return values.every((value) => typeof value === "string");
}

function parsed<T>(payload: Uint8Array): Partial<T> {
  try {
    return (JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload)) as Partial<T> | null) ?? {};
  } catch {
    return {};
  }
}
