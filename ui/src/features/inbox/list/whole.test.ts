import { afterEach, expect, it, vi } from "vitest";
import { Store } from "../../../app/store";
import type { InputOf } from "../../../backend/backend";
import { later, row, TableBackend, type Later } from "../../../testing/world";
import { KEPT, PAGE } from "./pages";
import { WholeList } from "./whole";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** An inbox that grows; its rows are numbered from 1. */
function inbox(count: number) {
  const world = { newest: count, oldest: 1, wait: null as Later | null };
  const made = (from: number, to: number) => Array.from({ length: Math.max(0, from - to + 1) }, (_, i) => row(from - i));
  const backend = new TableBackend({
    list_updates: ({ before, after, limit }: InputOf<"list_updates">) => {
      const from = Math.min(world.newest, (before ?? Infinity) - 1);
      const to = Math.max(world.oldest, (after ?? 0) + 1);
      return { rows: made(from, Math.max(to, from - limit + 1)), more: from - to + 1 > limit };
    },
    seek_updates: async ({ place, limit }: InputOf<"seek_updates">) => {
      await world.wait?.promise;
      const from = world.newest - place;
      return { rows: made(from, Math.max(world.oldest, from - limit + 1)), place, total: world.newest - world.oldest + 1 };
    },
  });
  const list = new WholeList(new Store(backend, 0), "a");
  return { world, backend, list };
}
const seqsAt = (list: WholeList, from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => list.rowAt(from + i)?.seq);
const down = (from: number, count: number) => Array.from({ length: count }, (_, i) => from - i);
const settled = (list: WholeList, first: number, last: number) => {
  list.look(first, last);
  return expect.poll(() => seqsAt(list, first, last).every((seq) => seq !== undefined)).toBe(true);
};

it("has a place for each of a million, and the rows of those that are looked at", async () => {
  const { list } = inbox(1_000_000);
  await list.arrived();
  expect(list.getState()).toMatchObject({ ready: true, count: 1_000_000, waiting: 0 });
  await settled(list, 500_000, 500_040);
  expect(seqsAt(list, 500_000, 500_002)).toEqual([500_000, 499_999, 499_998]);
  await settled(list, 999_970, 999_999);
  expect(list.rowAt(999_999)?.seq).toBe(1);
  expect(list.rowAt(1_000_000)).toBeUndefined();
});

it("holds a window of rows, however far it is scrolled", async () => {
  const { list } = inbox(1_000_000);
  await list.arrived();
  for (let i = 0; i < 40; i++) await settled(list, i * 10_000, i * 10_000 + 40);
  expect(list.inMemory).toBeLessThanOrEqual(KEPT * PAGE);
  await settled(list, 0, 40);
  expect(seqsAt(list, 0, 3)).toEqual(down(1_000_000, 4));
});

it("keeps what is read in its place while others arrive, and counts them", async () => {
  const { list, world } = inbox(1_000);
  await list.arrived();
  list.hold(true);
  await settled(list, 300, 340);
  const before = seqsAt(list, 300, 340);
  world.newest += 12;
  await list.arrived();
  expect(list.getState()).toMatchObject({ count: 1_000, waiting: 12 });
  expect(seqsAt(list, 300, 340)).toEqual(before);
  list.letIn();
  expect(list.getState()).toMatchObject({ count: 1_012, waiting: 0 });
  expect(seqsAt(list, 0, 13)).toEqual(down(1_012, 14));
  expect(list.indexOf(before[0] ?? 0)).toBe(312);
});

it("joins pages without a hole or a double under arrivals that it has not counted", async () => {
  const { list, world } = inbox(10_000);
  await list.arrived();
  list.hold(true);
  await settled(list, 5_000, 5_040);
  const read = list.rowAt(5_040)?.seq;
  // Upwards and downwards, page by page, and nobody tells of the arrivals.
  for (let i = 1; i <= 6; i++) {
    world.newest += 17;
    await settled(list, 5_000 - i * 90, 5_040 - i * 90);
    // What was read before is there still: nothing was begun again.
    expect(list.rowAt(5_040)?.seq).toBe(read);
    await settled(list, 5_000 - i * 90, 5_040);
  }
  const rows = seqsAt(list, 4_460, 5_040);
  expect(rows).toEqual(down(rows[0] ?? 0, 581));
  await list.arrived();
  expect(list.getState().waiting).toBe(6 * 17);
});

it("counts a burst that is more than it reads, and has it all once it is let in", async () => {
  const { list, world } = inbox(100);
  await list.arrived();
  list.hold(true);
  world.newest += 50_000;
  await list.arrived();
  expect(list.getState().waiting).toBe(50_000);
  list.letIn();
  await settled(list, 0, 40);
  expect(seqsAt(list, 0, 40)).toEqual(down(50_100, 41));
  await settled(list, 50_090, 50_099);
  expect(list.rowAt(50_099)?.seq).toBe(1);
});

it("becomes shorter at its end when old ones are removed", async () => {
  const { list, world } = inbox(1_000);
  await list.arrived();
  world.oldest = 201;
  await settled(list, 700, 740);
  list.look(760, 820);
  await expect.poll(() => list.getState().count).toBe(800);
  expect(list.rowAt(799)?.seq).toBe(201);
});

it("counts once what arrives while a burst is counted", async () => {
  const { list, world, backend } = inbox(100);
  await list.arrived();
  world.newest += 20_000;
  const read = backend.call.bind(backend);
  vi.spyOn(backend, "call").mockImplementation(async (op, input) => {
    const answer = await read(op, input);
    if (op === "list_updates") world.newest += 500;
    return answer;
  });
  await list.arrived();
  vi.restoreAllMocks();
  await list.arrived();
  expect(list.getState().count).toBe(world.newest);
  await settled(list, 0, 40);
  expect(seqsAt(list, 0, 40)).toEqual(down(world.newest, 41));
});

it("has no more than there are while the oldest go and the reader stays at the top", async () => {
  const { list, world } = inbox(1_000);
  await list.arrived();
  for (let i = 0; i < 5; i++) {
    world.newest += 100;
    world.oldest += 100;
    await list.arrived();
    expect(list.getState()).toMatchObject({ count: 1_000, waiting: 0 });
  }
  world.oldest += 50;
  await list.arrived();
  expect(list.getState().count).toBe(950);
  await settled(list, 900, 949);
  expect(seqsAt(list, 948, 949)).toEqual([world.oldest + 1, world.oldest]);
  world.newest += 50_000;
  world.oldest = world.newest - 999;
  await list.arrived();
  expect(list.getState().count).toBe(1_000);
  await settled(list, 0, 999);
  expect(seqsAt(list, 0, 999)).toEqual(down(world.newest, 1_000));
});

it("gives up at once all that has gone at its end", async () => {
  const { list, world, backend } = inbox(200_000);
  await list.arrived();
  world.oldest = 100_001;
  const asked = backend.count("seek_updates");
  list.look(199_960, 199_999);
  await expect.poll(() => list.getState().count).toBe(100_000);
  expect(backend.count("seek_updates") - asked).toBe(1);
});

it("loses nothing at its end where an answer comes late", async () => {
  const { list, world, backend } = inbox(10_000);
  await list.arrived();
  const [answered, late] = [later(), later()];
  const read = backend.call.bind(backend);
  vi.spyOn(backend, "call").mockImplementationOnce(async (op, input) => {
    const answer = await read(op, input);
    answered.resolve();
    await late.promise;
    return answer;
  });
  list.look(9_960, 9_999);
  await answered.promise;
  world.newest += 200;
  await list.arrived();
  late.resolve();
  await settled(list, 10_160, 10_199);
  expect(list.getState().count).toBe(10_200);
  expect(list.rowAt(10_199)?.seq).toBe(1);
});

it("gives up places that were scrolled past before they were asked for", async () => {
  const { list, world, backend } = inbox(1_000_000);
  await list.arrived();
  const asked = backend.count("seek_updates");
  world.wait = later();
  for (let i = 1; i <= 200; i++) list.look(i * 4_000, i * 4_000 + 40);
  world.wait.resolve();
  await settled(list, 800_000, 800_040);
  // The first, which was under way, and those of the last place.
  expect(backend.count("seek_updates") - asked).toBeLessThanOrEqual(3);
});

it("lets them in as they come when it follows, and never while it is paused", async () => {
  const { list, world } = inbox(10);
  await list.arrived();
  list.hold(true);
  list.setFlow("following");
  world.newest = 12;
  await list.arrived();
  expect(list.getState()).toMatchObject({ count: 12, waiting: 0 });
  list.setFlow("paused");
  list.hold(false);
  world.newest = 15;
  await list.arrived();
  expect(list.getState()).toMatchObject({ count: 12, waiting: 3 });
  list.setFlow("free");
  expect(list.getState()).toMatchObject({ count: 15, waiting: 0 });
});

it("reads little of what is leapt over, and what is there at the end", async () => {
  const { list, backend } = inbox(1_000_000);
  await list.arrived();
  await settled(list, 0, 40);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const before = backend.asked.length;
  for (let i = 1; i <= 100; i++) {
    list.look(i * 9_000, i * 9_000 + 40);
    await vi.advanceTimersByTimeAsync(2);
  }
  await vi.advanceTimersByTimeAsync(100);
  expect(seqsAt(list, 900_000, 900_040)).toEqual(down(100_000, 41));
  expect(backend.asked.length - before).toBeLessThan(20);
});
