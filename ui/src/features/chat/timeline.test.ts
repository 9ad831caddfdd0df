import { expect, it } from "vitest";
import { Store } from "../../app/store";
import type { ChatMessage } from "../../bindings/ChatMessage";
import { message, timeline } from "../../testing/sandbox";
import { apiError, overview, TableBackend } from "../../testing/world";
import { PAGE } from "./pages";
import { Timeline } from "./timeline";

/** A chat of so many messages, as the engine pages it; `said` may be changed. */
function chatOf(count: number) {
  const said: ChatMessage[] = Array.from({ length: count }, (_, index) => message(index + 1));
  let broken = false;
  const backend = new TableBackend({
    overview: () => overview(),
    list_chat: ({ before, limit }) => {
      if (broken) throw apiError();
      const all = said.filter(({ message_id }) => message_id < (before ?? Infinity));
      return timeline(all.slice(-limit), { more: all.length > limit });
    },
  });
  const read = new Timeline(new Store(backend, 0), "a", 1);
  const ids = () => read.getState().items.map(({ message_id }) => message_id);
  return { said, backend, read, ids, breaks: (is: boolean) => (broken = is) };
}

it("reads the newest page, and older ones one after the other", async () => {
  const { read, ids, backend } = chatOf(2 * PAGE + 5);
  await read.renew();
  expect(ids()).toHaveLength(PAGE);
  await Promise.all([read.fetchOlder(), read.fetchOlder()]);
  expect(ids()).toHaveLength(2 * PAGE);
  expect(backend.count("list_chat")).toBe(2);
  await read.fetchOlder();
  expect(ids()).toEqual(Array.from({ length: 2 * PAGE + 5 }, (_, index) => index + 1));
  expect(read.getState().more).toBe(false);
  await read.fetchOlder();
  expect(backend.count("list_chat")).toBe(3);
});

it("also renews what is read far from the end", async () => {
  const { read, said } = chatOf(3 * PAGE);
  await read.renew();
  await read.fetchOlder();
  await read.fetchOlder();
  read.look(10);
  said[4] = { ...message(5), deleted: true };
  await read.renew();
  expect(read.getState().items[4]?.deleted).toBe(true);
});

it("lets the far past go at the end, and makes of many calls one more", async () => {
  const { read, ids, backend } = chatOf(5 * PAGE);
  await read.renew();
  for (let page = 0; page < 3; page++) await read.fetchOlder();
  read.look(null);
  expect(ids()).toHaveLength(PAGE);
  const before = backend.count("list_chat");
  await Promise.all([read.renew(), read.renew(), read.renew()]);
  expect(backend.count("list_chat")).toBe(before + 2);
});

it("keeps what it has when it cannot be read, and forgets the trouble when it can", async () => {
  const { read, ids, breaks } = chatOf(3);
  await read.renew();
  breaks(true);
  await read.renew();
  expect(read.getState().error).not.toBeNull();
  expect(ids()).toEqual([1, 2, 3]);
  breaks(false);
  await read.renew();
  expect(read.getState().error).toBeNull();
});
