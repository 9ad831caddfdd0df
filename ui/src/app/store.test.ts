import { expect, it, vi } from "vitest";
import { apiError, bot, overview, TableBackend } from "../testing/world";
import { Store, type Fresh } from "./store";

it("fetches once for a burst of events, and once more for what came meanwhile", async () => {
  const backend = new TableBackend({ overview: () => overview() });
  const store = new Store(backend, 0);
  await store.start();
  for (let seq = 1; seq <= 50; seq++) backend.fire({ seq, change: { type: "bots" } });
  await store.refresh();
  expect(backend.count("overview")).toBe(3);
});

it("tells which bot has updates", async () => {
  const backend = new TableBackend({ overview: () => overview() });
  const store = new Store(backend, 0);
  await store.start();
  const told: Fresh[] = [];
  store.onUpdates((fresh) => told.push(fresh));
  backend.fire({ seq: 7, change: { type: "updates", bot_id: "a" } }, { seq: 8, change: { type: "tunnel" } });
  expect(told).toEqual([new Set(["a"])]);
});

it("fetches everything when a number is missing", async () => {
  const backend = new TableBackend({ overview: () => overview() });
  const store = new Store(backend, 0);
  await store.start();
  const tell = vi.fn();
  store.onUpdates(tell);
  backend.fire({ seq: 1, change: { type: "tunnel" } });
  expect(tell).not.toHaveBeenCalled();
  backend.fire({ seq: 3, change: { type: "tunnel" } });
  expect(tell).toHaveBeenCalledWith("all");
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
