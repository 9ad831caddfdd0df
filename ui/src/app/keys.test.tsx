import { cleanup, fireEvent, renderHook } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { useKeys } from "./keys";

afterEach(cleanup);

const press = (key: string) => fireEvent.keyDown(document.body, { key });

it("gives a key to the topmost that wants it, whatever was shown first", () => {
  const form = vi.fn();
  const page = vi.fn();
  const { unmount } = renderHook(() => useKeys({ Escape: form }, "form"));
  renderHook(() => useKeys({ Escape: page }));
  press("Escape");
  expect([form, page].map((each) => each.mock.calls.length)).toEqual([1, 0]);
  unmount();
  press("Escape");
  expect([form, page].map((each) => each.mock.calls.length)).toEqual([1, 1]);
});

it("goes on to the next when a handler does not want the key", () => {
  const below = vi.fn();
  renderHook(() => useKeys({ Escape: below }));
  renderHook(() => useKeys({ Escape: () => false }, "floating"));
  press("Escape");
  expect(below).toHaveBeenCalledOnce();
});

it("takes two keys as a pair", () => {
  const pair = vi.fn();
  const single = vi.fn();
  renderHook(() => useKeys({ "g i": pair, i: single }));
  press("g");
  press("i");
  expect([pair, single].map((each) => each.mock.calls.length)).toEqual([1, 0]);
  press("i");
  expect(single).toHaveBeenCalledOnce();
});

it("leaves typing alone, except Escape", () => {
  const wanted = vi.fn();
  renderHook(() => useKeys({ j: wanted, Escape: wanted }));
  const field = document.body.appendChild(document.createElement("input"));
  fireEvent.keyDown(field, { key: "j" });
  expect(wanted).not.toHaveBeenCalled();
  fireEvent.keyDown(field, { key: "Escape" });
  expect(wanted).toHaveBeenCalledOnce();
  field.remove();
});
