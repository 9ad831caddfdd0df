import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Store, StoreContext } from "../../../app/store";
import { news, overview, TableBackend } from "../../../testing/world";
import { useFoundCount } from "./useFoundCount";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

async function counting(query: string) {
  const world = { count: 41 };
  const backend = new TableBackend({ overview: () => overview(), count_updates: () => ({ count: world.count, at_least: false }) });
  const store = new Store(backend, 0);
  await act(async () => void (await store.start()));
  const hook = renderHook(() => useFoundCount("a", query), { wrapper: ({ children }) => <StoreContext value={store}>{children}</StoreContext> });
  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  await pass(5);
  let seq = 1;
  const delivered = (bot: string) => act(() => backend.fire(news({ type: "delivery", bot_id: bot }, seq++)));
  return { world, pass, delivered, found: () => hook.result.current?.count, asked: () => backend.count("count_updates") };
}

it("counts anew what is held when deliveries go on, and not each of them", async () => {
  const { world, pass, delivered, found, asked } = await counting("status:held kind:message");
  expect(found()).toBe(41);
  world.count = 0;
  for (let i = 0; i < 50; i++) {
    delivered("a");
    await pass(10);
  }
  await pass(2_000);
  expect(found()).toBe(0);
  expect(asked()).toBe(2);
});

it("counts nothing anew for deliveries that its words do not ask about, or of another bot", async () => {
  const words = await counting("pizza");
  words.delivered("a");
  await words.pass(5_000);
  expect(words.asked()).toBe(1);
  cleanup();
  const other = await counting("-status:delivered");
  other.delivered("b");
  await other.pass(5_000);
  expect(other.asked()).toBe(1);
});
