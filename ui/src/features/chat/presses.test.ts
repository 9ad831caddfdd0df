import { expect, it } from "vitest";
import type { Toast } from "../../bindings/Toast";
import { at } from "../../testing/world";
import { answered, type Press } from "./presses";

const toast = (id: string, part: Partial<Toast> = {}): Toast => ({ id, user_id: 1, at: at(0), text: null, alert: false, url: null, ...part });
const press = (place: string, ...before: string[]): Press => ({ place, user: 1, before: new Set(before) });

it("waits until its own query is answered, and not for an older one's answer", () => {
  const waiting = [press("a", "1")];
  expect(answered(waiting, [toast("1")])).toBe(waiting);
  expect(answered(waiting, [toast("1"), toast("2", { at: null })])).toBe(waiting);
  expect(answered(waiting, [toast("1"), toast("2", { user_id: 9 })])).toBe(waiting);
  expect(answered(waiting, [toast("1"), toast("2")])).toEqual([]);
});

it("gives each of two its own query, in their order", () => {
  const two = [press("a"), press("b")];
  expect(answered(two, [toast("1", { at: null }), toast("2")])).toEqual([two[0]]);
});
