import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { InputOf } from "../../../backend/backend";
import type { UpdateDetail } from "../../../bindings/UpdateDetail";
import { show } from "../../../testing/show";
import { apiError, bot, inboxOf, later, overview, quiet, row, TableBackend } from "../../../testing/world";
import { Inbox } from "../Inbox";

beforeEach(() => localStorage.clear());
afterEach(cleanup);

const rows = Array.from({ length: 200 }, (_, i) => row(200 - i));
const body = (seq: number) => JSON.stringify({ update_id: seq, message: { date: 1795356129, from: { id: 71, name: { first: "Ann" } }, text: `text ${seq}` } });

function world() {
  const notes = new Map<number, string>();
  const detail = (seq: number): UpdateDetail => ({ row: row(seq), body: body(seq), headers: [["Content-Type", "application/json"]], source: "91.108.6.1", note: notes.get(seq) ?? null });
  return new TableBackend({
    ...quiet,
    ...inboxOf(() => rows),
    overview: () => overview({ bots: [bot({ update_count: 200 })] }),
    get_update: ({ seq }) => detail(seq),
    read_query: () => ({ parts: [], problem: null, completions: [] }),
    note_update: ({ seq, note }) => {
      if (note) notes.set(seq, note);
      else notes.delete(seq);
      return detail(seq);
    },
    list_conversation: ({ seq, older, newer }: InputOf<"list_conversation">) => ({
      rows: rows.filter((each) => each.seq >= seq - older && each.seq <= seq + newer).reverse(),
      more_older: seq - older > 1,
      more_newer: seq + newer < 200,
    }),
  });
}

async function open(backend = world()) {
  await show(backend, <Inbox bot={bot({ update_count: 200 })} />);
  await expect.poll(() => screen.queryByText("200 updates, newest first")).toBeTruthy();
  const press = (key: string) => fireEvent.keyDown(document.body, { key });
  press("j");
  await expect.poll(() => screen.queryByTestId("update-id")?.textContent).toBe("200");
  return { backend, press };
}
const json = () => screen.getByTestId("json").textContent ?? "";

it("folds and unfolds, finds what is folded away, and says what a date is", async () => {
  await open();
  expect(json()).toContain('"from": { "id": 71 … }');
  expect(json()).toContain("2026");
  fireEvent.change(screen.getByTestId("json-find"), { target: { value: "ann" } });
  await expect.poll(() => screen.queryByTestId("json-found")?.textContent).toBe("1 of 1");
  await expect.poll(() => document.querySelector(".j-line.found")?.textContent).toContain('"first": "Ann"');
  fireEvent.change(screen.getByTestId("json-find"), { target: { value: "nowhere" } });
  await expect.poll(() => screen.queryByTestId("json-found")?.textContent).toBe("Not in this update");
});

it("moves through the tree with the arrows, and offers the path and the value", async () => {
  await open();
  const tree = screen.getByRole("tree");
  tree.focus();
  for (let i = 0; i < 3; i++) fireEvent.keyDown(tree, { key: "ArrowDown" });
  expect(document.getElementById(tree.getAttribute("aria-activedescendant") ?? "")?.textContent).toContain('"message"');
  expect(screen.getByRole("button", { name: "Copy the path" })).toBeTruthy();
  fireEvent.keyDown(tree, { key: "ArrowLeft" });
  expect(json()).not.toContain('"from"');
  fireEvent.keyDown(tree, { key: "ArrowRight" });
  expect(json()).toContain('"text": "text 200"');
});

it("shows where it came from and its headers", async () => {
  await open();
  fireEvent.click(screen.getByTestId("tab-raw"));
  expect(screen.getByTestId("raw").textContent).toBe(body(200));
  expect(screen.getByTestId("raw-facts").textContent).toContain("91.108.6.1");
  expect(screen.getByTestId("raw-headers").textContent).toContain("Content-Type:application/json");
});

it("has the chat around it, and more of it as it is scrolled", async () => {
  const { backend } = await open();
  fireEvent.click(screen.getByTestId("tab-conversation"));
  await expect.poll(() => screen.queryAllByTestId("talk-row").length).toBe(31);
  expect(document.querySelector("[aria-current=true].talk-item")?.textContent).toContain("text 200");
  fireEvent.scroll(screen.getByRole("tabpanel"));
  await expect.poll(() => screen.queryAllByTestId("talk-row").length).toBe(91);
  // Another of them is opened, and nothing is read again.
  const asked = backend.count("list_conversation");
  fireEvent.click(screen.getAllByTestId("talk-row")[80]!);
  await expect.poll(() => screen.queryByTestId("update-id")?.textContent).toBe("190");
  expect(backend.count("list_conversation")).toBe(asked);
});

it("stands beside its neighbour in the chat, or one that is marked", async () => {
  const { press } = await open();
  fireEvent.click(screen.getByTestId("tab-compare"));
  await expect.poll(() => screen.queryByTestId("compare-sum")?.textContent).toBe("2 values differ.");
  expect(screen.getByTestId<HTMLSelectElement>("compare-with").value).toBe("199");
  press("x");
  for (const key of ["j", "j"]) press(key);
  await expect.poll(() => screen.queryByTestId<HTMLSelectElement>("compare-with")?.value).toBe("200");
});

it("keeps a note when the field is left", async () => {
  const { backend, press } = await open();
  const note = screen.getByTestId<HTMLTextAreaElement>("note");
  fireEvent.change(note, { target: { value: "ask Ann" } });
  fireEvent.blur(note);
  await expect.poll(() => backend.asked.find((each) => each.op === "note_update")?.input).toEqual({ seq: 200, note: "ask Ann" });
  press("j");
  await expect.poll(() => screen.queryByTestId("update-id")?.textContent).toBe("199");
  expect(screen.getByTestId<HTMLTextAreaElement>("note").value).toBe("");
  press("k");
  await expect.poll(() => screen.queryByTestId<HTMLTextAreaElement>("note")?.value).toBe("ask Ann");
});

it("keeps a note that is half written when another update is opened", async () => {
  const { backend, press } = await open();
  fireEvent.change(screen.getByTestId("note"), { target: { value: "ask Ann" } });
  // Without leaving the field: what has the focus is gone with its update.
  press("j");
  await expect.poll(() => screen.queryByTestId("update-id")?.textContent).toBe("199");
  await expect.poll(() => backend.asked.filter((each) => each.op === "note_update").map((each) => each.input)).toEqual([{ seq: 200, note: "ask Ann" }]);
  press("k");
  await expect.poll(() => screen.queryByTestId<HTMLTextAreaElement>("note")?.value).toBe("ask Ann");
});

it("keeps a note that could not be saved until it can be", async () => {
  let isFull = true;
  const backend = world();
  const call = backend.call.bind(backend);
  backend.call = async (op, input) => {
    if (op === "note_update" && isFull) throw apiError({ message: "The disk is full." });
    return call(op, input);
  };
  const { press } = await open(backend);
  fireEvent.change(screen.getByTestId("note"), { target: { value: "ask Ann" } });
  fireEvent.blur(screen.getByTestId("note"));
  await screen.findByText("The disk is full.");
  press("j");
  await expect.poll(() => screen.queryByTestId("update-id")?.textContent).toBe("199");
  isFull = false;
  press("k");
  await expect.poll(() => screen.queryByTestId<HTMLTextAreaElement>("note")?.value).toBe("ask Ann");
  await expect.poll(() => backend.asked.filter((each) => each.op === "note_update").map((each) => each.input)).toEqual([{ seq: 200, note: "ask Ann" }]);
  expect(screen.queryByText("The disk is full.")).toBeNull();
});

it("loses no letter that is typed while a note is saved", async () => {
  const backend = world();
  const call = backend.call.bind(backend);
  const saved = later();
  backend.call = async (op, input) => {
    if (op === "note_update") await saved.promise;
    return call(op, input);
  };
  await open(backend);
  const note = screen.getByTestId<HTMLTextAreaElement>("note");
  fireEvent.change(note, { target: { value: "ask" } });
  fireEvent.blur(note);
  fireEvent.change(note, { target: { value: "ask Ann" } });
  saved.resolve();
  await expect.poll(() => backend.count("note_update")).toBe(1);
  await act(async () => {});
  expect(note.value).toBe("ask Ann");
  fireEvent.blur(note);
  await expect.poll(() => backend.asked.filter((each) => each.op === "note_update").at(-1)?.input).toEqual({ seq: 200, note: "ask Ann" });
});

it("leads from an update to all of its chat", async () => {
  const { backend } = await open();
  fireEvent.click(screen.getByTestId("only-chat"));
  await expect.poll(() => backend.asked.some((each) => each.op === "search_updates" && (each.input as { query: string }).query === "chat:1")).toBe(true);
  expect(screen.getByTestId<HTMLInputElement>("search").value).toBe("chat:1");
});
