import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { QueryReading } from "../../../bindings/QueryReading";
import type { SavedView } from "../../../bindings/SavedView";
import { show } from "../../../testing/show";
import { apiError, bot, inboxOf, overview, quiet, row, TableBackend } from "../../../testing/world";
import { Inbox } from "../Inbox";

beforeEach(() => localStorage.clear());
afterEach(cleanup);

const kinds = ["message", "edited_message"];
/** A small language: `kind:` is a filter, and only two kinds are known. */
function read(query: string): QueryReading {
  const found = /kind:(\S*)/.exec(query);
  if (!found) return { parts: query ? [{ from: 0, to: query.length, kind: "text" }] : [], problem: null, completions: "kind:".startsWith(query) ? [{ from: 0, to: query.length, insert: "kind:", detail: "Telegram's word for what it is" }] : [] };
  const [from, to, value] = [found.index, found.index + found[0].length, found[1] ?? ""];
  const isRight = kinds.includes(value);
  return {
    parts: [{ from, to, kind: isRight ? "filter" : "wrong" }],
    problem: isRight ? null : { from: from + 5, to, message: "There is no such kind.", remedy: "Write one of Telegram's kinds." },
    completions: kinds.filter((kind) => kind.startsWith(value) && kind !== value).map((kind) => ({ from: from + 5, to, insert: kind, detail: "a kind" })),
  };
}

function world(more: Partial<ConstructorParameters<typeof TableBackend>[0]> = {}) {
  let views: SavedView[] = [];
  const rows = [row(3), row(2), row(1)];
  return new TableBackend({
    ...quiet,
    ...inboxOf(() => rows),
    overview: () => overview({ bots: [bot({ update_count: 3 })] }),
    get_update: ({ seq }) => ({ row: row(seq), body: "{}", headers: [], source: null, note: null }),
    read_query: ({ query }) => read(query),
    search_updates: ({ query }) => (query === "nothing" ? { rows: [], next_before: null } : { rows: [row(2)], next_before: null }),
    count_updates: ({ query }) => (query === "nothing" ? { count: 0, at_least: false } : { count: 1, at_least: false }),
    list_views: () => views,
    save_view: (view) => {
      const saved = { ...view, id: view.id ?? String(views.length + 1) };
      views = [...views.filter((each) => each.id !== saved.id), saved];
      return saved;
    },
    remove_view: ({ id }) => {
      views = views.filter((each) => each.id !== id);
      return null;
    },
    ...more,
  });
}

async function open(backend = world()) {
  await show(backend, <Inbox bot={bot({ update_count: 3 })} />);
  await expect.poll(() => screen.queryByText("3 updates, newest first")).toBeTruthy();
  fireEvent.keyDown(document.body, { key: "/" });
  const field = screen.getByTestId<HTMLInputElement>("search");
  expect(document.activeElement).toBe(field);
  const write = (value: string) => {
    fireEvent.change(field, { target: { value } });
    field.setSelectionRange(value.length, value.length);
    fireEvent.select(field);
  };
  return { backend, field, write };
}
const queries = (backend: TableBackend) => backend.asked.filter((each) => each.op === "search_updates").map((each) => (each.input as { query: string }).query);
const says = (id: string, words: string) => expect.poll(() => screen.queryByTestId(id)?.textContent).toBe(words);

it("follows what is written, says how many it finds, and is empty again with Esc", async () => {
  const { backend, field, write } = await open();
  write("pizza");
  await says("list-count", "1 found");
  expect(queries(backend)).toEqual(["pizza"]);
  fireEvent.keyDown(field, { key: "Escape" });
  await says("list-count", "3 updates, newest first");
  fireEvent.keyDown(field, { key: "Escape" });
  expect(document.activeElement).toBe(screen.getByRole("grid"));
});

it("completes with the keys alone, and does not run what is wrong", async () => {
  const { backend, field, write } = await open();
  write("k");
  await expect.poll(() => screen.queryAllByTestId("completion").length).toBe(1);
  fireEvent.keyDown(field, { key: "Tab" });
  expect(field.value).toBe("kind:");
  // Half written it is not wrong yet; it is once nothing is offered for it.
  await expect.poll(() => screen.queryAllByTestId("completion").length).toBe(2);
  expect(screen.queryByTestId("query-problem")).toBeNull();
  fireEvent.keyDown(field, { key: "Escape" });
  await says("query-problem", "There is no such kind. Write one of Telegram's kinds.");
  write("kind:ed");
  await expect.poll(() => screen.queryAllByTestId("completion").map((each) => each.textContent)).toEqual(["edited_messagea kind"]);
  fireEvent.keyDown(field, { key: "ArrowDown" });
  expect(field.getAttribute("aria-activedescendant")).toBe(screen.getByTestId("completion").id);
  fireEvent.keyDown(field, { key: "Enter" });
  expect(field.value).toBe("kind:edited_message");
  await says("list-count", "1 found");
  expect(queries(backend)).not.toContain("kind:ed");
  expect(document.querySelector(".q-filter")?.textContent).toBe("kind:edited_message");
});

it("does not run what may be wrong before it is read, and runs it when nobody reads it", async () => {
  // An engine that takes longer than the pause after the last key.
  const late = (query: string) => new Promise<QueryReading>((resolve) => setTimeout(() => resolve(read(query)), 250));
  let isRead = true;
  const { backend, write } = await open(
    world({
      read_query: ({ query }) => {
        if (query === "kind:nothing") return late(query);
        if (!isRead) throw apiError({ message: "Nobody reads it." });
        return read(query);
      },
    }),
  );
  write("pizza");
  await says("list-count", "1 found");
  write("kind:nothing");
  await says("query-problem", "There is no such kind. Write one of Telegram's kinds.");
  expect(queries(backend)).toEqual(["pizza"]);
  isRead = false;
  write("pasta");
  await expect.poll(() => queries(backend).at(-1)).toBe("pasta");
});

it("says what may be changed where nothing is found", async () => {
  const { write } = await open();
  write("nothing");
  await expect.poll(() => screen.queryByTestId("nothing-found")).toBeTruthy();
  fireEvent.click(screen.getByText("Show all updates"));
  await says("list-count", "3 updates, newest first");
});

it("has its letters where they are coloured, whichever way they are written", async () => {
  const { field, write } = await open(world({ read_query: () => ({ parts: [], problem: null, completions: [{ from: 0, to: 0, insert: "user:@דנה", detail: "דנה לוי" }] }) }));
  write("شيف kind:message");
  expect([field.dir, document.querySelector<HTMLElement>(".search-shown")?.dir]).toEqual(["ltr", "ltr"]);
  const offer = await screen.findByTestId("completion");
  expect([...offer.children].map((each) => [each.tagName, each.textContent])).toEqual([
    ["BDI", "user:@דנה"],
    ["BDI", "דנה לוי"],
  ]);
});

it("says once what is wrong with a view that was right when it was saved", async () => {
  const view: SavedView = { id: "1", name: "Polls", query: "kind:poll", bot_id: null };
  const refused = apiError({ code: "invalid_input", message: "There is no such kind." });
  const wrong = (query: string) => {
    if (query.startsWith("kind:poll")) throw refused;
  };
  await open(
    world({
      list_views: () => [view],
      search_updates: ({ query }) => (wrong(query), { rows: [row(2)], next_before: null }),
      count_updates: ({ query }) => (wrong(query), { count: 1, at_least: false }),
    }),
  );
  fireEvent.click(screen.getByTestId("views"));
  fireEvent.click(await screen.findByTestId("view"));
  await says("list-count", "The search failed");
  await expect.poll(() => screen.queryAllByText(/There is no such kind/).length).toBe(1);
  expect(screen.getByTestId("query-problem").textContent).toContain("There is no such kind.");
});

it("remembers each bot's search", async () => {
  const { write } = await open();
  write("pizza");
  await says("list-count", "1 found");
  cleanup();
  await show(world(), <Inbox bot={bot({ update_count: 3 })} />);
  await says("list-count", "1 found");
  expect(screen.getByTestId<HTMLInputElement>("search").value).toBe("pizza");
});

it("stays a plain field where nothing reads the query", async () => {
  const backend = world();
  const call = backend.call.bind(backend);
  backend.call = async (op, input) => {
    if (op === "read_query") throw apiError();
    return call(op, input);
  };
  const { write } = await open(backend);
  write("pizza");
  await says("list-count", "1 found");
});

it("keeps a search under a name, renames it and removes it", async () => {
  const { write } = await open();
  write("pizza");
  await says("list-count", "1 found");
  fireEvent.click(screen.getByTestId("views"));
  fireEvent.change(screen.getByTestId("view-name"), { target: { value: "Orders" } });
  fireEvent.click(screen.getByTestId("view-save"));
  await says("view", "Orderspizza");
  fireEvent.click(screen.getByRole("button", { name: "Rename Orders" }));
  fireEvent.change(screen.getByTestId("view-rename"), { target: { value: "All orders" } });
  fireEvent.keyDown(screen.getByTestId("view-rename"), { key: "Enter" });
  await says("view", "All orderspizza");
  fireEvent.click(screen.getByRole("button", { name: "Remove All orders" }));
  await expect.poll(() => screen.queryByTestId("view")).toBeNull();
});
