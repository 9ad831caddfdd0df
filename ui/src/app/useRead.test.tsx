import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { apiError, later, news, overview, settings, TableBackend } from "../testing/world";
import { Store, StoreContext } from "./store";
import { useRead } from "./useRead";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

async function reader(answer: () => ReturnType<typeof settings> | Promise<ReturnType<typeof settings>>) {
  const backend = new TableBackend({ overview: () => overview(), settings: answer });
  const store = new Store(backend, 0);
  await store.start();
  const hook = renderHook(({ key }) => useRead({ op: "settings", input: () => ({}), key, stale: (change) => change.type === "settings" }), {
    initialProps: { key: "one" },
    wrapper: ({ children }) => <StoreContext value={store}>{children}</StoreContext>,
  });
  return { backend, hook };
}

it("reads again when what it reads has changed, or changes were missed, and for nothing else", async () => {
  let way = "first";
  const { backend, hook } = await reader(() => ({ ...settings(), way }));
  await expect.poll(() => hook.result.current.value?.way).toBe("first");
  way = "second";
  await act(async () => backend.fire(news({ type: "tunnel" }, 1)));
  expect(backend.count("settings")).toBe(1);
  await act(async () => backend.fire(news({ type: "settings" }, 2)));
  await expect.poll(() => hook.result.current.value?.way).toBe("second");
  way = "third";
  await act(async () => backend.fire(news({ type: "tunnel" }, 9)));
  await expect.poll(() => hook.result.current.value?.way).toBe("third");
});

it("makes one more of the changes that come while it reads, and waits for that one", async () => {
  vi.useFakeTimers();
  const first = later();
  let way = "old";
  const { backend, hook } = await reader(async () => {
    const answer = { ...settings(), way };
    await first.promise;
    return answer;
  });
  way = "new";
  await act(async () => backend.fire(news({ type: "settings" }, 1), news({ type: "settings" }, 2)));
  await act(() => vi.advanceTimersByTimeAsync(300));
  const reloaded = hook.result.current.reload();
  await act(async () => {
    first.resolve();
    await reloaded;
  });
  expect(backend.count("settings")).toBe(2);
  expect(hook.result.current.value?.way).toBe("new");
});

it("keeps the last answer beside an error, and no answer to another question", async () => {
  let fails = false;
  const { backend, hook } = await reader(() => {
    if (fails) throw apiError({ message: "No." });
    return settings();
  });
  await expect.poll(() => hook.result.current.value).not.toBeNull();
  fails = true;
  await act(async () => backend.fire(news({ type: "settings" }, 1)));
  await expect.poll(() => hook.result.current.error?.message).toBe("No.");
  expect(hook.result.current.value).not.toBeNull();
  hook.rerender({ key: "two" });
  expect(hook.result.current).toMatchObject({ value: null, error: null });
});

it("reads a few times a second at the most while changes stream in, and what was last", async () => {
  vi.useFakeTimers();
  let turn = 0;
  const { backend, hook } = await reader(() => ({ ...settings(), way: String(turn) }));
  await act(() => vi.advanceTimersByTimeAsync(2_000));
  const before = backend.count("settings");
  for (turn = 1; turn <= 40; turn++) {
    await act(async () => backend.fire(news({ type: "settings" }, turn)));
    await act(() => vi.advanceTimersByTimeAsync(25));
  }
  expect(backend.count("settings") - before).toBeLessThanOrEqual(5);
  await act(() => vi.advanceTimersByTimeAsync(500));
  expect(Number(hook.result.current.value?.way)).toBeGreaterThanOrEqual(40);
});
