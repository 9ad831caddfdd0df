import { expect, it } from "vitest";
import { Store } from "../../../app/store";
import type { InputOf } from "../../../backend/backend";
import { apiError, row, TableBackend } from "../../../testing/world";
import { FoundList, MOST_ROWS } from "./found";

/** Every third of an inbox is found; a page looks through 300 at the most. */
function search(count: number) {
  const world = { newest: count, fails: false };
  const backend = new TableBackend({
    list_updates: () => ({ rows: [row(world.newest)], more: true }),
    search_updates: ({ before, after, limit }: InputOf<"search_updates">) => {
      if (world.fails) throw apiError({ message: "It cannot be searched." });
      const rows = [];
      let seq = Math.min(world.newest, (before ?? Infinity) - 1);
      const end = Math.max(0, after ?? 0);
      for (let looked = 0; seq > end && looked < 300 && rows.length < limit; looked++, seq--) if (seq % 3 === 0) rows.push(row(seq));
      return { rows, next_before: seq > end ? seq + 1 : null };
    },
  });
  const list = new FoundList(new Store(backend, 0), "a", "third");
  return { world, backend, list };
}
const seqAt = (list: FoundList, index: number) => list.rowAt(index)?.seq;

it("grows as it is scrolled, to its end", async () => {
  const { list } = search(900);
  await list.arrived();
  list.look(0, 40);
  await expect.poll(() => list.getState().count).toBeGreaterThanOrEqual(100);
  expect([0, 1, 2].map((index) => seqAt(list, index))).toEqual([900, 897, 894]);
  for (let at = 40; list.getState().more; at += 40) {
    list.look(at, at + 40);
    await expect.poll(() => list.rowAt(Math.min(at, list.getState().count - 1)) !== undefined).toBe(true);
  }
  expect(list.getState().count).toBe(300);
  expect(seqAt(list, 299)).toBe(3);
});

it("drops what is far from the screen, and has it again there", async () => {
  const { list } = search(30_000);
  await list.arrived();
  for (let at = 0; at < 6_000; at += 50) {
    list.look(at, at + 40);
    await expect.poll(() => list.rowAt(at + 40) !== undefined).toBe(true);
  }
  expect(list.inMemory).toBeLessThanOrEqual(MOST_ROWS + 200);
  expect(list.rowAt(0)).toBeUndefined();
  list.look(0, 40);
  await expect.poll(() => seqAt(list, 0)).toBe(30_000);
  expect(seqAt(list, 40)).toBe(30_000 - 120);
});

it("looks on while pages find nothing", async () => {
  const { list, backend } = search(2);
  await list.arrived();
  await expect.poll(() => list.getState().more).toBe(false);
  expect(list.getState()).toMatchObject({ ready: true, count: 0 });
  expect(backend.count("search_updates")).toBe(1);
});

it("keeps new ones that are found aside while it is held, and moves nothing", async () => {
  const { list, world } = search(900);
  await list.arrived();
  list.hold(true);
  world.newest = 907;
  await list.arrived();
  expect(list.getState()).toMatchObject({ waiting: 2 });
  expect(seqAt(list, 0)).toBe(900);
  list.hold(false);
  expect([0, 1, 2].map((index) => seqAt(list, index))).toEqual([906, 903, 900]);
  expect(list.indexOf(900)).toBe(2);
});

it("begins again with more than it keeps aside", async () => {
  const { list, world } = search(900);
  await list.arrived();
  list.hold(true);
  world.newest = 9_000;
  await list.arrived();
  expect(list.getState().waitingMore).toBe(true);
  list.letIn();
  await expect.poll(() => seqAt(list, 0)).toBe(9_000);
  expect(list.getState()).toMatchObject({ waiting: 0, waitingMore: false });
});

it("says what went wrong, and goes on afterwards", async () => {
  const { list, world } = search(900);
  world.fails = true;
  await list.arrived();
  expect(list.getState().error?.message).toBe("It cannot be searched.");
  world.fails = false;
  await list.arrived();
  expect(list.getState()).toMatchObject({ error: null, ready: true });
});
