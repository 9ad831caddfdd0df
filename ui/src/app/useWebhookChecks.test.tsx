import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { BotView } from "../bindings/BotView";
import { apiError, at, bot, news, NOW, overview, TableBackend, webhook } from "../testing/world";
import { Store, StoreContext } from "./store";
import { useWebhookChecks } from "./useWebhookChecks";

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const failed = (part: Parameters<typeof apiError>[0] = {}) => webhook({ info: null, owner: "unknown", error: apiError({ code: "connect", ...part }) });

/** The engine has planned no check of it. */
const unplanned = (part: Partial<BotView>) => {
  const made = bot(part);
  return { ...made, watch: { ...made.watch, next_check_at: null } };
};
const paused = (part: Partial<BotView>) => unplanned({ ...part, watch: { ...bot().watch, paused: true } });

/** A window that shows bot `a`; what it asked of which bot since the last look. */
async function window(bots: BotView[]) {
  const backend = new TableBackend({ overview: () => overview({ bots: [...bots] }), webhook_status: () => webhook() });
  const store = new Store(backend, 0);
  await store.start();
  renderHook(() => useWebhookChecks("a"), { wrapper: ({ children }) => <StoreContext value={store}>{children}</StoreContext> });
  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  const asked = () => {
    const ids = backend.asked.filter((each) => each.op === "webhook_status").map((each) => (each.input as { bot_id: string }).bot_id);
    backend.asked.length = 0;
    return ids;
  };
  await pass(0);
  return { backend, store, pass, asked };
}

it("asks once about each bot that was not asked about and will not be by itself", async () => {
  const { pass, asked } = await window([
    unplanned({ webhook: null }),
    unplanned({ id: "b", webhook: null }),
    unplanned({ id: "c", webhook: null, token_state: "missing" }),
    unplanned({ id: "d" }),
    bot({ id: "planned", webhook: null }),
    paused({ id: "paused", webhook: null }),
  ]);
  await pass(100);
  expect(asked()).toEqual(["a", "b"]);
});

it("asks again about a bot whose token can be read again", async () => {
  const bots = [bot(), bot({ id: "b", token_state: "unreadable", webhook: failed({ code: "keyring_locked" }) })];
  const { store, pass, asked } = await window(bots);
  expect(asked()).toEqual([]);
  bots[1] = { ...bots[1]!, token_state: "keyring" };
  await act(() => store.refresh());
  await pass(10);
  expect(asked()).toEqual(["b"]);
});

it("asks again every minute about bots with an error, and about no others", async () => {
  const { pass, asked } = await window([
    bot(),
    unplanned({ id: "b", webhook: failed() }),
    unplanned({ id: "c" }),
    unplanned({ id: "d", webhook: failed() }),
    bot({ id: "planned", webhook: failed() }),
    paused({ id: "paused", webhook: failed() }),
    unplanned({ id: "e", webhook: { ...failed({ code: "too_many_requests", retry_after: 500 }), checked_at: at(0) } }),
  ]);
  await pass(59_000);
  expect(asked().filter((id) => id !== "a")).toEqual([]);
  await pass(2000);
  expect(asked().filter((id) => id !== "a")).toEqual(["b", "d"]);
  await pass(60_000);
  expect(asked().filter((id) => id !== "a")).toEqual(["b", "d"]);
});

it("leaves the bot on screen alone while only another one is busy", async () => {
  const { backend, pass, asked } = await window([bot(), bot({ id: "b" })]);
  for (let first = 1; first < 1000; first += 100) {
    act(() => backend.fire(news({ type: "updates", bot_id: "b" }, first, first + 99)));
    await pass(500);
  }
  expect(asked()).toEqual([]);
  act(() => backend.fire(news({ type: "updates", bot_id: "a" }, 1001)));
  await pass(2000);
  expect(asked()).toEqual(["a"]);
});

it("leaves the bot on screen alone while it is paused", async () => {
  const { pass, asked } = await window([paused({})]);
  await pass(60_000);
  expect(asked()).toEqual([]);
});

it("asks once a minute about the bot on screen while it is right, and oftener while something waits", async () => {
  const bots = [bot()];
  const { backend, store, pass, asked } = await window(bots);
  // Each answer is as recent as it is at Telegram.
  const answered = (pending: number) => {
    bots[0] = bot({ webhook: webhook({ info: { ...webhook().info!, pending_update_count: pending }, checked_at: new Date().toISOString() }) });
    return act(() => store.refresh());
  };
  await answered(0);
  await pass(45_000);
  expect(asked()).toEqual([]);
  await pass(20_000);
  expect(asked()).toEqual(["a"]);
  await answered(41);
  backend.asked.length = 0;
  await pass(60_000);
  expect(asked()).toEqual(["a", "a", "a"]);
});
