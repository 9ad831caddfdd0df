import { EditorView } from "@codemirror/view";
import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { JobView } from "../../bindings/JobView";
import type { Replayed } from "../../bindings/Replayed";
import type { ReplayUpdates } from "../../bindings/ReplayUpdates";
import { show } from "../../testing/show";
import { apiError, at, attempt, bot, delivery, inboxOf, news, overview, quiet, row, TableBackend } from "../../testing/world";
import { WithDelivery } from "../delivery/useDelivery";
import { Inbox } from "../inbox/Inbox";

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const BODY = '{"update_id":904137712345678901,"message":{"text":"\\ud83c\\udf55"}}';
const report = { updates: 1, duplicates: 0, passed_over: 0, refused: 0, refusals: [], note: null };
const running: JobView = { id: "j", bot_id: "a", kind: "replay", path: "http://127.0.0.1:8080/", started_at: at(1), done: 1, of: 3, unit: "updates", state: { type: "running" }, report };
const replayed = attempt(2, { kind: "replay", replay_of: 1, delivered: false, status: 500, trouble: "status", message: "The bot answered with a status that is no success." });

async function open(replay: (input: ReplayUpdates) => Replayed = () => ({ attempt: replayed, job: null }), job: () => JobView = () => running, body = BODY) {
  const world = overview({ bots: [bot({ update_count: 3 })] });
  const backend = new TableBackend({
    ...quiet,
    overview: () => world,
    delivery: () => delivery(),
    ...inboxOf(() => [row(3), row(2), row(1)]),
    get_update: ({ seq }) => ({ row: row(seq), body, headers: [], source: null, note: null }),
    get_attempt: ({ id }) => ({
      row: id === 1 ? attempt(1) : replayed,
      request_headers: [],
      request_body: BODY,
      response_headers: [],
      response_body: id === 1 ? '{"method":"sendMessage"}' : "KeyError: 'size'",
      response_is_text: true,
      encoding: null,
      cut: false,
    }),
    replay,
    job,
    cancel_job: job,
    deliver_again: () => delivery(),
  });
  await show(
    backend,
    <WithDelivery botId="a">
      <Inbox bot={bot({ update_count: 3 })} />
    </WithDelivery>,
  );
  await screen.findByText("3 updates, newest first");
  await expect.poll(() => backend.count("delivery")).toBe(1);
  return backend;
}

const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
const asked = (backend: TableBackend) => backend.asked.filter((each) => each.op === "replay").map((each) => each.input as ReplayUpdates);

async function select() {
  press("j");
  await screen.findByTestId("replay");
}

async function edit(text: string) {
  const box = await screen.findByTestId("json-editor");
  const view = EditorView.findFromDOM(box.querySelector<HTMLElement>(".cm-editor")!)!;
  act(() => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }));
  return view;
}

it("replays the selected update as it was, and shows both answers", async () => {
  const backend = await open();
  await select();
  press("r");
  fireEvent.submit((await screen.findByTestId("replay-send")).closest("form")!);
  await expect.poll(() => screen.queryByTestId("answer-before")?.textContent).toContain("sendMessage");
  await expect.poll(() => screen.queryByTestId("answer-replay")?.textContent).toContain("KeyError");
  expect(screen.getByTestId("answer-replay").textContent).toContain("500 Internal Server Error");
  expect(asked(backend)).toEqual([{ bot_id: "a", seqs: [3], body: null, target: "t", url: null, confirm_host: false, fresh_ids: false, carry_out: false, speed: null }]);
  press("Escape");
  await expect.poll(() => screen.queryByTestId("replay-panel")).toBeNull();
});

it("edits with every number and escape as it was sent, and refuses what is no update", async () => {
  const backend = await open();
  await select();
  press("e");
  const view = await edit('{"update_id": 1}');
  expect(screen.getByTestId("edit-problem").textContent).toContain("a field that says what happened");
  expect(screen.getByTestId("replay-send").hasAttribute("disabled")).toBe(true);
  const edited = '{"update_id":904137712345678901,"message":{"text":"\\ud83c"}}';
  await edit(edited);
  expect(screen.queryByTestId("edit-problem")).toBeNull();
  fireEvent.click(screen.getByTestId("replay-fresh"));
  fireEvent.submit(screen.getByTestId("replay-send").closest("form")!);
  await expect.poll(() => asked(backend)).toMatchObject([{ seqs: [3], body: edited, fresh_ids: true }]);
  expect(view.state.doc.toString()).toBe(edited);
});

it("sends the bytes themselves while nothing is edited", async () => {
  const backend = await open();
  await select();
  press("e");
  const box = await screen.findByTestId("json-editor");
  expect(EditorView.findFromDOM(box.querySelector<HTMLElement>(".cm-editor")!)!.state.doc.toString()).toContain('"update_id": 904137712345678901');
  fireEvent.submit(screen.getByTestId("replay-send").closest("form")!);
  await expect.poll(() => asked(backend)).toMatchObject([{ body: null }]);
  // Esc leaves the editor first, and closes it then.
  EditorView.findFromDOM(box.querySelector<HTMLElement>(".cm-editor")!)!.focus();
  press("Escape");
  expect(screen.getByTestId("json-editor")).toBeTruthy();
  press("Escape");
  await expect.poll(() => screen.queryByTestId("json-editor")).toBeNull();
});

it("wraps no line that would stop the window, and opens no editor for what is longer still", async () => {
  await open(undefined, undefined, `{"update_id":1,"message":{"text":"${"x".repeat(20_000)}"}}`);
  await select();
  press("e");
  const wraps = () => document.querySelector(".cm-lineWrapping") !== null;
  await screen.findByTestId("json-editor");
  expect(wraps()).toBe(false);
  await edit('{"update_id":1,"message":{}}');
  expect(wraps()).toBe(true);
  await edit(`{"update_id":1,"message":{"text":"${"x".repeat(20_000)}"}}`);
  expect(wraps()).toBe(false);
  cleanup();
  const backend = await open(undefined, undefined, `{"update_id":1,"message":{"text":"${"x".repeat(1_100_000)}"}}`);
  await select();
  press("e");
  expect((await screen.findByTestId("too-long-to-edit")).textContent).toContain("too long to be edited here");
  expect(screen.queryByTestId("json-editor")).toBeNull();
  fireEvent.submit(screen.getByTestId("replay-send").closest("form")!);
  await expect.poll(() => asked(backend)).toMatchObject([{ body: null }]);
});

it("asks before it sends to another computer", async () => {
  const backend = await open(({ confirm_host }) => {
    if (confirm_host) return { attempt: replayed, job: null };
    throw apiError({ code: "foreign_host", message: "example.org is another computer, and would get what people wrote to your bot." });
  });
  await select();
  press("r");
  fireEvent.click(await screen.findByTestId("replay-elsewhere"));
  fireEvent.change(screen.getByTestId("replay-url"), { target: { value: " http://example.org/hook" } });
  fireEvent.submit(screen.getByTestId("replay-send").closest("form")!);
  expect((await screen.findByTestId("foreign-host")).textContent).toContain("example.org is another computer");
  fireEvent.click(screen.getByTestId("replay-confirm"));
  await screen.findByTestId("both-answers");
  expect(screen.queryByTestId("foreign-host")).toBeNull();
  expect(asked(backend).map(({ url, target, confirm_host }) => [url, target, confirm_host])).toEqual([
    ["http://example.org/hook", null, false],
    ["http://example.org/hook", null, true],
  ]);
});

it("replays what is marked in the order that it came, with its pauses, and says how far it is until it is stopped", async () => {
  let job = running;
  const backend = await open(
    () => ({ attempt: null, job: "j" }),
    () => job,
  );
  for (const key of ["j", "x", "j", "x"]) press(key);
  expect(screen.getByTestId("marked").textContent).toBe("2 marked");
  fireEvent.click(screen.getByTestId("mark-chat"));
  await expect.poll(() => screen.getByTestId("marked").textContent).toBe("3 marked");
  press("r");
  fireEvent.click(await screen.findByRole("radio", { name: /pauses/ }));
  fireEvent.submit(screen.getByText("Send 3 updates once more").closest("form")!);
  expect((await screen.findByTestId("job-state")).textContent).toBe("Replaying 1 of 3 updates");
  expect(asked(backend)).toMatchObject([{ seqs: [1, 2, 3], speed: 1, body: null }]);
  fireEvent.click(screen.getByText("Stop"));
  await expect.poll(() => backend.asked.find((each) => each.op === "cancel_job")?.input).toEqual({ id: "j" });
  job = { ...running, done: 2, state: { type: "cancelled" }, report: { ...report, updates: 2, note: "One was not taken there; its delivery says why." } };
  act(() => backend.fire(news({ type: "jobs" }, 1)));
  await expect.poll(() => screen.getByTestId("job-state").textContent).toBe("The replay was stopped. 2 updates had been sent, the rest was not.");
  expect(screen.getByTestId("job").textContent).toContain("One was not taken there");
  fireEvent.click(screen.getByTestId("job-away"));
  expect(screen.queryByTestId("job")).toBeNull();
  press("Escape");
  fireEvent.click(screen.getByTestId("again-marked"));
  await expect.poll(() => backend.asked.find((each) => each.op === "deliver_again")?.input).toEqual({ bot_id: "a", seqs: [1, 2, 3], all: null });
});
