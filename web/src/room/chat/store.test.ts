import { expect, it } from "vitest";
import type { ChatMessage } from "../../api";
import { ChatStore, messageOf } from "./store";

const message = (id: string, second = 0, from = "bob"): ChatMessage => ({
  id,
  participant_id: from,
  name: from,
  text: id,
  sent_at: new Date(second * 1000).toISOString(),
});
const ids = (store: ChatStore) => store.messages().map((each) => each.id);

it("shows a message once, however it came", () => {
  const store = new ChatStore();
  store.receive(message("a"), "me");
  store.history([message("a"), message("b", 1)]);
  expect(ids(store)).toEqual(["a", "b"]);
});

it("puts messages in the order they were sent", () => {
  const store = new ChatStore();
  store.receive(message("late", 9), "me");
  store.history([message("early", 1)]);
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

it("does not count history", () => {
  const store = new ChatStore();
  store.history([message("a")]);
  expect(store.unread()).toBe(0);
});

it("reads a message from the wire", () => {
  const bytes = new TextEncoder().encode(JSON.stringify(message("a")));
  expect(messageOf(bytes)).toEqual(message("a"));
});

it.each(["", "null", "{}", '{"id":1,"text":"x","sent_at":"","name":"n"}', "[1"])("takes %j for no message", (text) => {
  expect(messageOf(new TextEncoder().encode(text))).toBeNull();
});
