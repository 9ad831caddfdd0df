// What a search finds changes under the reader: held updates are delivered, pins come and go.
import { expect, it } from "vitest";
import { Store } from "../../../app/store";
import type { InputOf } from "../../../backend/backend";
import type { UpdateRow } from "../../../bindings/UpdateRow";
import { later, row, TableBackend, type Later } from "../../../testing/world";
import { FoundList } from "./found";

/** So many updates a page looks through at the most. */
const LOOKS = 300;

/** An inbox in which every one is held that was not delivered, and the list of the held ones. */
function held(count: number, query = "status:held") {
  const world = { newest: count, delivered: new Set<number>(), gone: new Set<number>(), wait: null as Later | null };
  const now = (seq: number): UpdateRow => ({ ...row(seq), delivery: world.delivered.has(seq) ? { type: "delivered", status: 200 } : { type: "held" } });
  const backend = new TableBackend({
    list_updates: () => ({ rows: [row(world.newest)], more: true }),
    search_updates: async ({ query: asked, before, after, limit }: InputOf<"search_updates">) => {
      await world.wait?.promise;
      const ids = asked.startsWith("id:") ? new Set(asked.slice(3).split(",").map(Number)) : null;
      const fits = (seq: number) => !world.gone.has(seq) && (ids ? ids.has(seq) : !world.delivered.has(seq));
      const [rows, end] = [[] as UpdateRow[], Math.max(0, after ?? 0)];
      let seq = Math.min(world.newest, (before ?? Infinity) - 1);
      for (let looked = 0; seq > end && (ids || looked < LOOKS) && rows.length < limit; looked++, seq--) if (fits(seq)) rows.push(now(seq));
      return { rows, next_before: seq > end ? seq + 1 : null };
    },
  });
  const list = new FoundList(new Store(backend, 0), "a", query);
  return { world, backend, list };
}
const seqs = (list: FoundList, from = 0, to = list.getState().count) => Array.from({ length: to - from }, (_, i) => list.rowAt(from + i)?.seq);
const down = (from: number, count: number) => Array.from({ length: count }, (_, i) => from - i);
const isWhole = (list: FoundList) => seqs(list).every((seq) => seq !== undefined) && new Set(seqs(list)).size === list.getState().count;

it("has neither a hole nor a double when some are not found any more", async () => {
  const { list, world } = held(1_000);
  await list.arrived();
  list.look(0, 40);
  await expect.poll(() => list.getState().count).toBeGreaterThanOrEqual(100);
  for (const seq of down(990, 30)) world.delivered.add(seq);
  list.renew();
  await expect.poll(() => seqs(list, 0, 12)).toEqual([...down(1_000, 10), 960, 959]);
  for (let at = 0; at < 600; at += 50) {
    list.look(at, at + 50);
    await expect.poll(() => list.rowAt(at + 50) !== undefined).toBe(true);
  }
  expect(isWhole(list)).toBe(true);
});

it("finds those that come to match between others, also where it had found nothing", async () => {
  const { list, world } = held(1_000);
  for (let seq = 1; seq <= 1_000; seq++) world.delivered.add(seq);
  await list.arrived();
  await expect.poll(() => list.getState()).toMatchObject({ ready: true, count: 0, more: false });
  for (const seq of [900, 500]) world.delivered.delete(seq);
  list.renew();
  await expect.poll(() => seqs(list)).toEqual([900, 500]);
  world.delivered.delete(700);
  list.renew();
  await expect.poll(() => seqs(list)).toEqual([900, 700, 500]);
});

it("moves nothing that is read, says of it what became of it, and catches up once nobody reads", async () => {
  const { list, world } = held(200);
  await list.arrived();
  list.look(0, 40);
  list.hold(true);
  const before = seqs(list, 0, 40);
  world.delivered.add(198);
  world.gone.add(196);
  list.renew();
  await expect.poll(() => list.rowAt(2)?.delivery).toEqual({ type: "delivered", status: 200 });
  expect(seqs(list, 0, 40)).toEqual(before);
  list.hold(false);
  await expect.poll(() => seqs(list, 0, 4)).toEqual([200, 199, 197, 195]);
});

it("tells of those that come to match under the reader as of new ones", async () => {
  const { list, world } = held(200);
  world.delivered.add(190);
  await list.arrived();
  list.look(0, 40);
  list.hold(true);
  world.delivered.delete(190);
  list.renew();
  await expect.poll(() => list.getState().waiting).toBe(1);
  expect(seqs(list, 9, 11)).toEqual([191, 189]);
  list.letIn();
  await expect.poll(() => seqs(list, 9, 12)).toEqual([191, 190, 189]);
  expect(list.getState().waiting).toBe(0);
});

it("keeps what is read in its place when a chunk that was emptied has fewer rows by now", async () => {
  const { list, world } = held(6_000);
  await list.arrived();
  for (let at = 0; at < 4_000; at += 50) {
    list.look(at, at + 40);
    await expect.poll(() => list.rowAt(at + 40) !== undefined).toBe(true);
  }
  expect(list.rowAt(150)).toBeUndefined();
  list.hold(true);
  for (const seq of down(5_890, 20)) world.delivered.add(seq);
  // Upwards into it, with rows of the next one on screen.
  for (let at = 300; at >= 200; at -= 20) {
    list.look(at, at + 40);
    await expect.poll(() => list.rowAt(at) !== undefined).toBe(true);
  }
  const read = list.rowAt(200)?.seq ?? 0;
  list.look(180, 220);
  await expect.poll(() => list.rowAt(list.indexOf(read) - 1)?.seq).toBe(read + 1);
  expect(list.indexOf(read) - 200).toBe(list.getState().moved);
  expect(list.getState().moved).toBe(-20);
  const around = seqs(list, 110, 270);
  expect(around).toEqual([...down(5_870, 160)]);
});

it("looks through all that arrived, page by page, and says meanwhile that there may be more", async () => {
  const { list, world } = held(400);
  await list.arrived();
  list.hold(true);
  // Nothing of it for pages, and two at the other end of them.
  world.newest = 2_000;
  for (let seq = 403; seq <= 2_000; seq++) world.delivered.add(seq);
  world.wait = later();
  const caughtUp = list.arrived();
  await expect.poll(() => list.getState()).toMatchObject({ waiting: 0, waitingMore: true });
  world.wait.resolve();
  await caughtUp;
  expect(list.getState()).toMatchObject({ waiting: 2, waitingMore: false });
  // And all that comes after it.
  world.newest = 2_001;
  await list.arrived();
  expect(list.getState()).toMatchObject({ waiting: 3, waitingMore: false });
  list.hold(false);
  expect(seqs(list, 0, 4)).toEqual([2_001, 402, 401, 400]);
});

it("begins again with nothing of what was asked for before", async () => {
  const { list, world } = held(400);
  await list.arrived();
  list.look(0, 40);
  list.hold(true);
  world.newest = 2_000;
  await list.arrived();
  expect(list.getState()).toMatchObject({ waiting: 500, waitingMore: true });
  // A page at the end is on its way when the list begins again.
  const old = (world.wait = later());
  list.look(60, 99);
  world.wait = null;
  list.letIn();
  // What was there stays until the new beginning is here.
  expect(seqs(list, 0, 2)).toEqual([400, 399]);
  await expect.poll(() => list.rowAt(0)?.seq).toBe(2_000);
  old.resolve();
  for (let at = 0; at <= 350; at += 50) {
    list.look(at, at + 40);
    await expect.poll(() => list.rowAt(at + 40) !== undefined).toBe(true);
  }
  expect(seqs(list, 0, 350)).toEqual(down(2_000, 350));
});

it("begins again while it looks through what arrived, and has each of them once", async () => {
  const { list, world } = held(400);
  await list.arrived();
  list.look(0, 40);
  list.hold(true);
  world.newest = 410;
  await list.arrived();
  expect(list.getState().waiting).toBe(10);
  world.newest = 420;
  const old = (world.wait = later());
  void list.arrived();
  await expect.poll(() => list.getState().waitingMore).toBe(true);
  world.wait = null;
  list.letIn();
  old.resolve();
  await expect.poll(() => list.rowAt(0)?.seq).toBe(420);
  expect(list.getState()).toMatchObject({ waiting: 0, waitingMore: false, error: null });
  list.hold(false);
  expect(seqs(list, 0, 90)).toEqual(down(420, 90));
});
