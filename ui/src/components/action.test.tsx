import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { apiError, later } from "../testing/world";
import { useAction } from "./action";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function twoSteps() {
  const first = later();
  const second = vi.fn();
  const hook = renderHook(() =>
    useAction(async (signal) => {
      await first.promise;
      signal.throwIfAborted();
      second();
    }),
  );
  return { first, second, hook };
}

it("does every step when nobody stops it", async () => {
  const { first, second, hook } = twoSteps();
  act(() => void hook.result.current.run());
  expect(hook.result.current.busy).toBe(true);
  await act(async () => first.resolve());
  expect(second).toHaveBeenCalledOnce();
  expect(hook.result.current).toMatchObject({ busy: false, error: null });
});

it("does no further step once it is dismissed, and says nothing of it", async () => {
  const { first, second, hook } = twoSteps();
  act(() => void hook.result.current.run());
  act(() => hook.result.current.dismiss());
  expect(hook.result.current.busy).toBe(false);
  await act(async () => first.resolve());
  expect(second).not.toHaveBeenCalled();
  expect(hook.result.current.error).toBeNull();
});

it("does no further step once its place is closed", async () => {
  const { first, second, hook } = twoSteps();
  act(() => void hook.result.current.run());
  hook.unmount();
  await act(async () => first.resolve());
  expect(second).not.toHaveBeenCalled();
});

it("is slow after a second, and shows what went wrong", async () => {
  const { first, hook } = twoSteps();
  act(() => void hook.result.current.run());
  act(() => void vi.advanceTimersByTime(999));
  expect(hook.result.current.slow).toBe(false);
  act(() => void vi.advanceTimersByTime(1));
  expect(hook.result.current.slow).toBe(true);
  await act(async () => first.reject(apiError({ message: "Refused." })));
  expect(hook.result.current).toMatchObject({ busy: false, slow: false, error: { message: "Refused." } });
});

it("forgets the try before when it is run again", async () => {
  const answers = [later(), later()];
  let turn = 0;
  const hook = renderHook(() => useAction(() => answers[turn++]?.promise ?? Promise.resolve()));
  act(() => void hook.result.current.run());
  act(() => void hook.result.current.run());
  await act(async () => answers[0]?.reject(apiError()));
  expect(hook.result.current).toMatchObject({ busy: true, error: null });
  await act(async () => answers[1]?.resolve());
  expect(hook.result.current.busy).toBe(false);
});
