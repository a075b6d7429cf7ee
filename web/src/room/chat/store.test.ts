import { expect, it } from "vitest";
import type { ChatMessage } from "../../api";
import { ChatStore, type MessageReaction, messageOf, messageReactionOf } from "./store";

const message = (id: string, second = 0, from = "bob"): ChatMessage => ({
  id,
  participant_id: from,
  name: from,
  text: id,
  sent_at: new Date(second * 1000).toISOString(),
  reply_to: null,
  reactions: [],
});
const reaction = (change: Partial<MessageReaction> = {}): MessageReaction => ({
  message_id: "a",
  participant_id: "bob",
  emoji: "👍",
  on: true,
  ...change,
});
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const ids = (store: ChatStore) => store.messages().map((each) => each.id);

it("shows a message once, however it came", () => {
  const store = new ChatStore();
  store.receive(message("a"), "me");
  store.history([message("a"), message("b", 1)], "me");
  expect(ids(store)).toEqual(["a", "b"]);
});

it("puts messages in the order they were sent", () => {
  const store = new ChatStore();
  store.receive(message("late", 9), "me");
  store.receive(message("early", 1), "me");
  expect(ids(store)).toEqual(["early", "late"]);
});

it("counts what others send while the panel is closed", () => {
  const store = new ChatStore();
  store.receive(message("a"), "me");
  store.receive(message("a"), "me");
  store.receive(message("mine", 1, "me"), "me");
  expect(store.unread()).toBe(1);
});

it("counts nothing while the panel is open, and forgets when it opens", () => {
  const store = new ChatStore();
  store.receive(message("a"), "me");
  store.setOpen(true);
  store.receive(message("b", 1), "me");
  expect(store.unread()).toBe(0);
});

it("does not count what was written before one came", () => {
  const store = new ChatStore();
  store.history([message("a")], "me");
  expect(store.unread()).toBe(0);
});

it("counts what a later answer brings, as live messages", () => {
  const store = new ChatStore();
  store.history([message("a")], "me");
  const later = [message("a"), message("b", 1), message("mine", 2, "me")];
  store.history(later, "me");
  store.history(later, "me");
  expect(store.unread()).toBe(1);
  store.setOpen(true);
  store.history([...later, message("c", 3)], "me");
  expect(store.unread()).toBe(0);
});

it("drops what the server no longer has, and keeps what came since it was asked", () => {
  const store = new ChatStore();
  store.receive(message("deleted"), "me", 10);
  store.receive(message("new", 1), "me", 30);
  store.history([], "me", 20);
  expect(ids(store)).toEqual(["new"]);
});

it("keeps who gave a message an emoji, each once, in order", () => {
  const store = new ChatStore();
  store.receive(message("a"), "me");
  for (const who of ["bob", "ann", "bob"]) store.react(reaction({ participant_id: who }));
  expect(store.messages()[0]?.reactions).toEqual([{ emoji: "👍", by: ["ann", "bob"] }]);
  for (const who of ["ann", "bob", "eve"]) store.react(reaction({ participant_id: who, on: false }));
  expect(store.messages()[0]?.reactions).toEqual([]);
});

it("takes reactions of the history, and live ones that came since it was asked", () => {
  const store = new ChatStore();
  store.receive(message("a"), "me", 5);
  store.react(reaction({ emoji: "🎉" }), 10);
  store.react(reaction({ participant_id: "ann" }), 30);
  store.history([{ ...message("a"), reactions: [{ emoji: "😂", by: ["eve"] }] }], "me", 20);
  expect(store.messages()[0]?.reactions).toEqual([
    { emoji: "😂", by: ["eve"] },
    { emoji: "👍", by: ["ann"] },
  ]);
});

it("reads a message and a reaction from the wire", () => {
  expect(messageOf(bytes(message("a")))).toEqual(message("a"));
  expect(messageReactionOf(bytes(reaction()))).toEqual(reaction());
});

it.each([null, {}, reaction({ emoji: "🍆" as "👍" }), { ...reaction(), on: 1 }])(
  "takes %j for no reaction",
  (value) => {
    expect(messageReactionOf(bytes(value))).toBeNull();
  },
);

it.each(["", "null", "{}", '{"id":1,"text":"x","sent_at":"","name":"n"}', "[1"])("takes %j for no message", (text) => {
  expect(messageOf(new TextEncoder().encode(text))).toBeNull();
});
