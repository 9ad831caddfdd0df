import { expect, it } from "vitest";
import type { ChatMessage } from "../../bindings/ChatMessage";
import { message } from "../../testing/sandbox";
import { PAGE, renewed, trimmed, withNewest, withOlder, type Stretch } from "./pages";

const id = ({ message_id }: ChatMessage) => message_id;
const of = (from: number, to: number, more = false): Stretch<ChatMessage> => ({ items: Array.from({ length: to - from + 1 }, (_, index) => message(from + index)), more });
const ids = ({ items }: Stretch<ChatMessage>) => items.map(id);

it("lays the newest page over what is known, and draws nothing anew that is as it was", () => {
  const known = of(1, 4, true);
  const page = { items: [message(3), message(4, { text: "other words" }), message(5)], more: true };
  const next = withNewest(known, page, id);
  expect(ids(next)).toEqual([1, 2, 3, 4, 5]);
  expect(next.items[2]).toBe(known.items[2]);
  expect(next.items[3]?.text).toBe("other words");
  expect(next.more).toBe(true);
});

it("begins anew where more came than a page holds, and where the page is all there is", () => {
  expect(ids(withNewest(of(1, 3), of(8, 9, true), id))).toEqual([8, 9]);
  expect(ids(withNewest(of(1, 3, true), of(3, 5), id))).toEqual([3, 4, 5]);
  expect(withNewest({ items: [], more: false }, of(1, 2), id)).toEqual(of(1, 2));
});

it("puts older ones before, once, and lets them go again", () => {
  const long = withOlder(of(PAGE, 4 * PAGE, true), of(1, PAGE), id);
  expect(ids(long)).toEqual(ids(of(1, 4 * PAGE)));
  expect(long.more).toBe(false);
  expect(ids(trimmed(long))).toEqual(ids(of(3 * PAGE + 1, 4 * PAGE)));
  expect(trimmed(long).more).toBe(true);
});

it("renews old ones in their places", () => {
  const next = renewed(of(1, 3), [message(2, { deleted: true }), message(9)], id);
  expect(next.items.map(({ deleted }) => deleted)).toEqual([false, true, false]);
});
