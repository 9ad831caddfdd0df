import { expect, it, vi } from "vitest";
import { apiError, bot, later, news, overview, TableBackend } from "../testing/world";
import { Store, type Fresh } from "./store";

it("fetches once for a burst of events, and once more for what came meanwhile", async () => {
  const backend = new TableBackend({ overview: () => overview() });
  const store = new Store(backend, 0);
  await store.start();
  for (let seq = 1; seq <= 50; seq++) backend.fire(news({ type: "bots" }, seq));
  await store.refresh();
  expect(backend.count("overview")).toBe(3);
});

it("tells which bot has updates", async () => {
  const backend = new TableBackend({ overview: () => overview() });
  const store = new Store(backend, 0);
  await store.start();
  const told: Fresh[] = [];
  store.onUpdates((fresh) => told.push(fresh));
  backend.fire(news({ type: "updates", bot_id: "a" }, 7), news({ type: "tunnel" }, 8));
  expect(told).toEqual([new Set(["a"])]);
});

it("fetches everything when a number is missing", async () => {
  const backend = new TableBackend({ overview: () => overview() });
  const store = new Store(backend, 0);
  await store.start();
  const tell = vi.fn();
  store.onUpdates(tell);
  backend.fire(news({ type: "tunnel" }, 1));
  expect(tell).not.toHaveBeenCalled();
  backend.fire(news({ type: "tunnel" }, 3));
  expect(tell).toHaveBeenCalledWith("all");
});

it("takes merged and overlapping numbers for what they are, and no loss", async () => {
  const backend = new TableBackend({ overview: () => overview() });
  const store = new Store(backend, 0);
  await store.start();
  const told: Fresh[] = [];
  store.onUpdates((fresh) => told.push(fresh));
  backend.fire(news({ type: "updates", bot_id: "a" }, 1, 3), news({ type: "updates", bot_id: "b" }, 2));
  backend.fire(news({ type: "updates", bot_id: "b" }, 4, 900));
  backend.fire(news({ type: "updates", bot_id: "b" }, 901, 1700), news({ type: "tunnel" }, 950));
  expect(told).toEqual([new Set(["a", "b"]), new Set(["b"]), new Set(["b"])]);
  backend.fire(news({ type: "updates", bot_id: "b" }, 1702));
  expect(told.at(-1)).toBe("all");
});

it("ends an action though updates come faster than they are fetched", async () => {
  let seq = 0;
  const backend = new TableBackend({
    overview: () => {
      // As under load: by the time of each answer there is news again.
      backend.fire(news({ type: "updates", bot_id: "b" }, ++seq));
      return overview();
    },
    stop_tunnel: () => overview().tunnel,
  });
  const store = new Store(backend, 0);
  const stop = await store.start();
  await store.act("stop_tunnel", {});
  const fetches = backend.count("overview");
  // The fetching goes on by itself.
  await expect.poll(() => backend.count("overview")).toBeGreaterThan(fetches);
  stop();
});

it("waits for a fetch that began after the question", async () => {
  const answers = [later(), later()];
  let turn = 0;
  const backend = new TableBackend({ overview: () => (answers[turn++] ?? later()).promise.then(() => overview()) });
  const store = new Store(backend, 0);
  void store.refresh();
  let done = false;
  const second = store.refresh().then(() => (done = true));
  answers[0]?.resolve();
  await expect.poll(() => backend.count("overview")).toBe(2);
  expect(done).toBe(false);
  answers[1]?.resolve();
  await second;
});

it("shows what an action changed before the action is over", async () => {
  const bots = [bot({ name: "Old" })];
  const backend = new TableBackend({
    overview: () => overview({ bots: [...bots] }),
    rename_bot: ({ name }) => (bots[0] = bot({ name })),
  });
  const store = new Store(backend, 0);
  await store.start();
  await store.act("rename_bot", { bot_id: "a", name: "New" });
  expect(store.getState().overview?.bots[0]?.name).toBe("New");
});

it("keeps what it knows when a fetch fails, and says why", async () => {
  let fails = false;
  const backend = new TableBackend({
    overview: () => {
      if (fails) throw apiError({ code: "store" });
      return overview({ version: "1" });
    },
  });
  const store = new Store(backend, 0);
  await store.start();
  fails = true;
  await store.refresh();
  expect(store.getState()).toMatchObject({ overview: { version: "1" }, failure: { code: "store" } });
});

it("tells what changed, or that something was missed", async () => {
  const backend = new TableBackend({ overview: () => overview() });
  const store = new Store(backend, 0);
  await store.start();
  const tell = vi.fn();
  const off = store.onChange(tell);
  backend.fire(news({ type: "settings" }, 1), news({ type: "webhook", bot_id: "a" }, 2));
  expect(tell).toHaveBeenLastCalledWith([{ type: "settings" }, { type: "webhook", bot_id: "a" }]);
  backend.fire(news({ type: "tunnel" }, 9));
  expect(tell).toHaveBeenLastCalledWith("all");
  off();
  backend.fire(news({ type: "tunnel" }, 10));
  expect(tell).toHaveBeenCalledTimes(2);
});

it("fetches nothing for a window that nobody sees, and once when it is seen again", async () => {
  const backend = new TableBackend({ overview: () => overview() });
  const store = new Store(backend, 0);
  const stop = await store.start();
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  const look = () => void document.dispatchEvent(new Event("visibilitychange"));
  for (let seq = 1; seq <= 50; seq++) backend.fire(news({ type: "bots" }, seq));
  expect(backend.count("overview")).toBe(1);
  hidden.mockReturnValue(false);
  look();
  expect(backend.count("overview")).toBe(2);
  // Whoever asks waits for the end of a fetch that is under way.
  await store.refresh();
  expect(backend.count("overview")).toBe(3);
  look();
  expect(backend.count("overview")).toBe(3);
  stop();
  hidden.mockRestore();
});

it("asks for the overview now and then while updates stream in, and at once for anything else", async () => {
  vi.useFakeTimers();
  const backend = new TableBackend({ overview: () => overview() });
  const store = new Store(backend, 0, 1_000);
  const stop = await store.start();
  await vi.advanceTimersByTimeAsync(5_000);
  let seq = 0;
  const updates = () => backend.fire(news({ type: "updates", bot_id: "a" }, ++seq));
  // After a rest the first is shown at once.
  updates();
  await vi.advanceTimersByTimeAsync(10);
  expect(backend.count("overview")).toBe(2);
  for (let moment = 0; moment < 60; moment++) {
    updates();
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(backend.count("overview")).toBeLessThanOrEqual(5);
  await vi.advanceTimersByTimeAsync(1_000);
  const before = backend.count("overview");
  updates();
  await vi.advanceTimersByTimeAsync(10);
  backend.fire(news({ type: "tunnel" }, ++seq));
  await vi.advanceTimersByTimeAsync(10);
  expect(backend.count("overview")).toBe(before + 2);
  stop();
  vi.useRealTimers();
});

it("tells nobody when what was fetched is as it was, and keeps what is", async () => {
  let bots = [bot(), bot({ id: "b" })];
  const backend = new TableBackend({ overview: () => overview({ bots: structuredClone(bots) }) });
  const store = new Store(backend, 0);
  await store.start();
  const [before, tell] = [store.getState().overview, vi.fn()];
  store.subscribe(tell);
  await store.refresh();
  expect(tell).not.toHaveBeenCalled();
  bots = [bot(), bot({ id: "b", update_count: 1 })];
  await store.refresh();
  expect(tell).toHaveBeenCalledTimes(1);
  expect(store.getState().overview?.bots[1]?.update_count).toBe(1);
  expect(store.getState().overview?.bots[0]).toBe(before?.bots[0]);
});
