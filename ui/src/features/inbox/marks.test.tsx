import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { InputOf } from "../../backend/backend";
import type { UpdateRow } from "../../bindings/UpdateRow";
import { show } from "../../testing/show";
import { bot, inboxOf, later, overview, quiet, row, TableBackend, type Later } from "../../testing/world";
import { Inbox } from "./Inbox";

beforeEach(() => {
  localStorage.clear();
  // Nothing is laid out here; the list shows what its height has room for.
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

/** So many updates, of which a page of a search looks through 60: it may be short, or empty, and have a next. */
async function open(count: number, finds: (row: UpdateRow) => boolean = () => true) {
  const rows = Array.from({ length: count }, (_, i) => row(count - i));
  const world = { wait: null as Later | null };
  const mine = bot({ update_count: count });
  const backend = new TableBackend({
    ...quiet,
    overview: () => overview({ bots: [mine] }),
    ...inboxOf(() => rows),
    get_update: ({ seq }) => ({ row: row(seq), body: "{}", headers: [], source: null, note: null }),
    search_updates: async ({ before, after, limit }: InputOf<"search_updates">) => {
      await world.wait?.promise;
      const left = rows.filter(({ seq }) => seq < (before ?? Infinity) && seq > (after ?? 0));
      const looked = left.slice(0, 60);
      const found = looked.filter(finds).slice(0, limit);
      const last = found.length === limit ? found.at(-1) : looked.at(-1);
      return { rows: found, next_before: last && last.seq > (left.at(-1)?.seq ?? 0) ? last.seq : null };
    },
  });
  const { refresh } = await show(backend, <Inbox bot={mine} />);
  await expect.poll(() => screen.queryAllByTestId("update-row").length).toBeGreaterThan(5);
  return { backend, world, away: () => refresh(<p>Another tab</p>), back: () => refresh(<Inbox bot={mine} />) };
}
const all = () => fireEvent.keyDown(screen.getByRole("grid"), { key: "a", ctrlKey: true });
const marked = () => screen.queryByTestId("marked")?.textContent;
const rowAt = (index: number) => screen.getAllByTestId("update-row").sort((one, other) => Number(other.dataset["updateId"]) - Number(one.dataset["updateId"]))[index]!;

it("marks all of fewer than the limit, and says nothing of one", async () => {
  await open(420);
  all();
  await expect.poll(marked).toBe("420 marked");
  expect(screen.getByTestId("marked").title).toBe("");
});

it("marks as many as are taken at once, and says that they are the newest", async () => {
  await open(700);
  all();
  await expect.poll(marked).toBe("500 marked, the newest Only the newest 500 of them are marked: no more are taken at once.");
});

it("marks just as many as there are, where that is the limit", async () => {
  await open(500);
  all();
  await expect.poll(marked).toBe("500 marked");
});

it("marks all of a chat, however few of it a page finds", async () => {
  await open(600, (each) => each.seq % 50 === 0);
  fireEvent.click(rowAt(0), { ctrlKey: true });
  await expect.poll(marked).toBe("1 marked");
  fireEvent.click(screen.getByTestId("mark-chat"));
  await expect.poll(marked).toBe("12 marked");
});

it("marks a range beside what is marked by then, and gives up when something else is marked meanwhile", async () => {
  const { world } = await open(400);
  fireEvent.click(rowAt(0));
  fireEvent.click(rowAt(10), { ctrlKey: true });
  fireEvent.click(rowAt(3), { shiftKey: true });
  await expect.poll(marked).toBe("5 marked");
  world.wait = later();
  all();
  await expect.poll(marked).toBe("5 marked so far");
  fireEvent.click(rowAt(12), { ctrlKey: true });
  expect(marked()).toBe("6 marked");
  await act(async () => world.wait?.resolve());
  await expect.poll(marked).toBe("6 marked");
});

it("has the marks again after another tab was looked at", async () => {
  const { away, back } = await open(20);
  fireEvent.click(rowAt(2), { ctrlKey: true });
  fireEvent.click(rowAt(4), { ctrlKey: true });
  expect(marked()).toBe("2 marked");
  await away();
  expect(marked()).toBeUndefined();
  await back();
  await expect.poll(marked).toBe("2 marked");
});

it("shows the update that another tab leads to, and not the composer that was open before", async () => {
  const { away, back } = await open(20);
  fireEvent.click(rowAt(2));
  await expect.poll(() => screen.queryByTestId("update-id")?.textContent).toBe("18");
  fireEvent.click(screen.getByTestId("more-of-inbox"));
  fireEvent.click(screen.getByTestId("open-import"));
  expect(screen.getByTestId("import")).toBeTruthy();
  await away();
  await back();
  expect(screen.getByTestId("import")).toBeTruthy();
  await away();
  localStorage.setItem("hookbay.selected.a", "5");
  await back();
  await expect.poll(() => screen.queryByTestId("update-id")?.textContent).toBe("5");
});
