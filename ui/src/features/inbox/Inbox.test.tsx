import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { UpdateRow } from "../../bindings/UpdateRow";
import { show } from "../../testing/show";
import { bot, inboxOf, later, news, overview, quiet, row, TableBackend } from "../../testing/world";
import { Inbox } from "./Inbox";

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

async function selected(seq: number): Promise<HTMLElement> {
  await expect.poll(() => screen.queryByTestId("update-id")?.textContent).toBe(String(seq));
  // What is drawn has its keys too.
  await act(async () => {});
  return screen.getByTestId("json").closest<HTMLElement>("[role=tabpanel]")!;
}

it("moves through the list with j, k and the arrows, which scroll when the detail has the focus", async () => {
  const backend = new TableBackend({
    ...quiet,
    overview: () => overview({ bots: [bot({ update_count: 3 })] }),
    ...inboxOf(() => [row(3), row(2), row(1)]),
    get_update: ({ seq }) => ({ row: row(seq), body: "{}", headers: [], source: null, note: null }),
  });
  await show(backend, <Inbox bot={bot({ update_count: 3 })} />);
  await expect.poll(() => screen.queryByText("3 updates, newest first")).toBeTruthy();
  fireEvent.keyDown(document.body, { key: "j" });
  await selected(3);
  expect(document.activeElement).toBe(screen.getByRole("grid"));
  fireEvent.keyDown(screen.getByRole("grid"), { key: "ArrowDown" });
  const detail = await selected(2);
  // Not taken, so the pane scrolls.
  expect(fireEvent.keyDown(detail, { key: "ArrowDown" })).toBe(true);
  detail.focus();
  fireEvent.keyDown(detail, { key: "j" });
  await selected(1);
  // The focus stays there for the next update too.
  expect(document.activeElement).toBe(screen.getByRole("tabpanel"));
  fireEvent.keyDown(document.body, { key: "k" });
  await selected(2);
});

it("keeps what is being typed when the first update arrives", async () => {
  const sandboxBot = bot({ environment: { type: "sandbox" } });
  let rows = [row(1)].slice(1);
  const backend = new TableBackend({ overview: () => overview({ bots: [sandboxBot] }), ...inboxOf(() => rows) });
  await show(backend, <Inbox bot={sandboxBot} />);
  await screen.findByText("No update yet");
  const field = screen.getByTestId<HTMLInputElement>("say-input");
  field.focus();
  fireEvent.change(field, { target: { value: "and one more" } });
  rows = [row(1)];
  backend.fire(news({ type: "updates", bot_id: "a" }, 1));
  await expect.poll(() => screen.queryByText("No update yet")).toBeNull();
  expect(document.activeElement).toBe(screen.getByTestId("say-input"));
  expect(screen.getByTestId<HTMLInputElement>("say-input").value).toBe("and one more");
});

it("shows what became of an update, and anew when that changes, without moving a row", async () => {
  // Nothing is laid out here; the list shows what its height has room for.
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600);
  let first: UpdateRow = { ...row(2), delivery: { type: "held" } };
  const backend = new TableBackend({ ...quiet, overview: () => overview({ bots: [bot({ update_count: 2 })] }), ...inboxOf(() => [first, row(1)]) });
  await show(backend, <Inbox bot={bot({ update_count: 2 })} />);
  await expect.poll(() => screen.queryByText("2 updates, newest first")).toBeTruthy();
  await expect.poll(() => screen.queryAllByTestId("row-result").map((each) => each.textContent)).toEqual(["held"]);
  first = { ...row(2), delivery: { type: "delivered", status: 200 } };
  backend.fire(news({ type: "delivery", bot_id: "a" }, 1));
  await expect.poll(() => screen.queryAllByTestId("row-result").map((each) => each.textContent)).toEqual(["200"]);
});

it("pins the selected update with p, marks its row, and lets it go again", async () => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600);
  let second = row(2);
  const rest = { body: "{}", headers: [], source: null, note: null };
  const backend = new TableBackend({
    ...quiet,
    overview: () => overview({ bots: [bot({ update_count: 2 })] }),
    ...inboxOf(() => [second, row(1)]),
    get_update: ({ seq }) => ({ ...rest, row: seq === 2 ? second : row(seq) }),
    pin_update: ({ pinned }) => {
      second = { ...second, pinned };
      return { ...rest, row: second };
    },
  });
  await show(backend, <Inbox bot={bot({ update_count: 2 })} />);
  await expect.poll(() => screen.queryByText("2 updates, newest first")).toBeTruthy();
  fireEvent.keyDown(document.body, { key: "j" });
  await selected(2);
  fireEvent.keyDown(document.body, { key: "p" });
  await expect.poll(() => screen.queryAllByTestId("row-pin").length).toBe(1);
  expect(screen.getByTestId("pin").textContent).toBe("Pinned P");
  expect(backend.asked.find((each) => each.op === "pin_update")?.input).toEqual({ seq: 2, pinned: true });
  fireEvent.click(screen.getByTestId("pin"));
  await expect.poll(() => screen.queryAllByTestId("row-pin").length).toBe(0);
});

it("pins and copies what is selected, and not the one that is still shown", async () => {
  const second = later();
  const pinned = new Set<number>();
  const detail = (seq: number) => ({ row: { ...row(seq), pinned: pinned.has(seq) }, body: JSON.stringify({ update_id: seq }), headers: [], source: null, note: null });
  const backend = new TableBackend({
    ...quiet,
    overview: () => overview({ bots: [bot({ update_count: 3 })] }),
    ...inboxOf(() => [row(3), row(2), row(1)]),
    get_update: async ({ seq }) => {
      if (seq === 2) await second.promise;
      return detail(seq);
    },
    pin_update: (input) => {
      if (input.pinned) pinned.add(input.seq);
      else pinned.delete(input.seq);
      return detail(input.seq);
    },
  });
  await show(backend, <Inbox bot={bot({ update_count: 3 })} />);
  await expect.poll(() => screen.queryByText("3 updates, newest first")).toBeTruthy();
  const press = (key: string) => fireEvent.keyDown(document.body, { key });
  press("j");
  await selected(3);
  press("j");
  press("p");
  press("c");
  expect(screen.getByTestId("update-id").textContent).toBe("3");
  expect(screen.queryByRole("menu")).toBeNull();
  second.resolve();
  await selected(2);
  await screen.findByRole("menu", { name: "Copy as" });
  await expect.poll(() => screen.getByTestId("pin").textContent).toBe("Pinned P");
  expect([...pinned]).toEqual([2]);
  press("Escape");
  press("k");
  await selected(3);
  expect(screen.getByTestId("pin").textContent).toBe("Pin P");
  press("c");
  await screen.findByRole("menu", { name: "Copy as" });
  press("j");
  await selected(2);
  expect(screen.queryByRole("menu")).toBeNull();
});

it("has the menu of the row that is selected by its key, wherever the window means it", async () => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600);
  const backend = new TableBackend({
    ...quiet,
    overview: () => overview({ bots: [bot({ update_count: 3 })] }),
    ...inboxOf(() => [row(3), row(2), row(1)].map((each) => ({ ...each, chat_id: each.seq * 10 }))),
    get_update: ({ seq }) => ({ row: row(seq), body: "{}", headers: [], source: null, note: null }),
  });
  await show(backend, <Inbox bot={bot({ update_count: 3 })} />);
  await expect.poll(() => screen.queryAllByTestId("update-row").length).toBe(3);
  const grid = screen.getByRole("grid");
  grid.focus();
  // Without a row that it could mean.
  fireEvent.keyDown(grid, { key: "ContextMenu" });
  expect(screen.queryByTestId("row-menu")).toBeNull();
  fireEvent.keyDown(grid, { key: "j" });
  await selected(3);
  for (const key of [{ key: "F10", shiftKey: true }, { key: "ContextMenu" }]) {
    fireEvent.keyDown(grid, key);
    fireEvent.contextMenu(screen.getAllByTestId("update-row")[1]!);
    expect((await screen.findByTestId("row-menu")).textContent).toContain("chat:30");
    fireEvent.keyDown(document.activeElement!, { key: "Escape" });
    await expect.poll(() => screen.queryByTestId("row-menu")).toBeNull();
    expect(document.activeElement).toBe(grid);
  }
});

it("edits a copy of what is shown", async () => {
  const backend = new TableBackend({
    ...quiet,
    overview: () => overview({ bots: [bot({ update_count: 1 })] }),
    ...inboxOf(() => [row(1)]),
    compose_forms: () => [],
    get_update: ({ seq }) => ({ row: row(seq), body: '{"update_id":1}', headers: [], source: null, note: null }),
  });
  await show(backend, <Inbox bot={bot({ update_count: 1 })} />);
  await expect.poll(() => screen.queryByText("1 update, newest first")).toBeTruthy();
  fireEvent.keyDown(document.body, { key: "j" });
  await selected(1);
  fireEvent.click(screen.getByTestId("edit-a-copy"));
  expect((await screen.findByTestId("written")).textContent).toContain("From update 1.");
});

it("marks the row of an update that a note is written beside", async () => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600);
  let note: string | null = null;
  const first = () => ({ ...row(1), noted: note !== null });
  const detail = () => ({ row: first(), body: "{}", headers: [], source: null, note });
  const backend = new TableBackend({
    ...quiet,
    overview: () => overview({ bots: [bot({ update_count: 1 })] }),
    ...inboxOf(() => [first()]),
    get_update: detail,
    note_update: (input) => {
      note = input.note;
      return detail();
    },
  });
  await show(backend, <Inbox bot={bot({ update_count: 1 })} />);
  await expect.poll(() => screen.queryByText("1 update, newest first")).toBeTruthy();
  fireEvent.keyDown(document.body, { key: "j" });
  await selected(1);
  expect(screen.queryByTestId("row-note")).toBeNull();
  fireEvent.change(screen.getByTestId("note"), { target: { value: "ask Ann" } });
  fireEvent.blur(screen.getByTestId("note"));
  await expect.poll(() => screen.queryAllByTestId("row-note").length).toBe(1);
});

it("draws new rows in the places of those that have left the view", async () => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600);
  let rows = Array.from({ length: 500 }, (_, i) => row(500 - i));
  const backend = new TableBackend({ ...quiet, overview: () => overview({ bots: [bot()] }), ...inboxOf(() => rows) });
  await show(backend, <Inbox bot={bot()} />);
  await expect.poll(() => screen.queryByText("500 updates, newest first")).toBeTruthy();
  const seqs = () => screen.queryAllByTestId("update-row").map((each) => each.dataset["updateId"]);
  await expect.poll(seqs).toContain("500");
  const [before, kept] = [screen.getAllByTestId("update-row"), seqs()];
  rows = [...Array.from({ length: 100 }, (_, i) => row(600 - i)), ...rows];
  backend.fire(news({ type: "updates", bot_id: "a" }, 1));
  await expect.poll(() => seqs()[0]).toBe("600");
  // Newest first for those who have it read to them, too.
  expect(seqs()).toEqual(Array.from({ length: kept.length }, (_, i) => String(600 - i)));
  const after = new Set(screen.getAllByTestId("update-row"));
  expect(before.filter((each) => after.has(each)).length).toBeGreaterThan(before.length / 3);
});
