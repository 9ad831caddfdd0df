import { EditorView } from "@codemirror/view";
import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ComposeForm } from "../../bindings/ComposeForm";
import type { ComposeUpdate } from "../../bindings/ComposeUpdate";
import type { FixtureView } from "../../bindings/FixtureView";
import type { InjectUpdate } from "../../bindings/InjectUpdate";
import type { PressButton } from "../../bindings/PressButton";
import type { SaveFixture } from "../../bindings/SaveFixture";
import { show } from "../../testing/show";
import { apiError, at, attempt, bot, inboxOf, overview, quiet, row, TableBackend } from "../../testing/world";
import { Inbox } from "../inbox/Inbox";

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const FORMS: ComposeForm[] = [
  { kind: "message", label: "Somebody wrote", fields: [{ name: "text", label: "Text", sort: "text", default: "Hello", help: "", choices: [], only_with: [] }] },
  { kind: "chat_member", label: "A member's standing changed", fields: [] },
];
const ann = { id: 1, first_name: "Ann", last_name: null, username: null, language_code: null, is_bot: false };
const fixture = (name: string, part: Partial<FixtureView> = {}): FixtureView => ({ name, path: `/f/${name}.json`, size: 9, modified_at: at(5), kind: "message", who: "Ann", summary: "hi", problem: null, ...part });
const bodyOf = ({ kind, fields }: ComposeUpdate) => `{"update_id":1,"${kind}":{"text":"${String(fields["text"] ?? "Hello")}"}}`;

async function open(part: Partial<ConstructorParameters<typeof TableBackend>[0]> = {}) {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600);
  const mine = bot({ update_count: 1 });
  const backend = new TableBackend({
    ...quiet,
    overview: () => overview({ bots: [mine] }),
    ...inboxOf(() => [row(1)]),
    get_update: ({ seq }) => ({ row: row(seq), body: '{"update_id":1,"message":{}}', headers: [], source: null, note: null }),
    compose_forms: () => FORMS,
    compose: (input) => ({ body: bodyOf(input) }),
    inject_update: () => ({ row: { ...row(9), source: "composed" }, passed_on: true }),
    list_attempts: ({ seq }) => ({ rows: seq === 9 ? [attempt(4, { seq: 9 })] : [], more: false }),
    get_attempt: () => ({ row: attempt(4), request_headers: [], request_body: "{}", response_headers: [], response_body: '{"method":"sendMessage"}', response_is_text: true, encoding: null, cut: false }),
    list_fixtures: () => ({ bot_id: "a", folder: "/f", is_own_folder: false, fixtures: [], more: false }),
    ...part,
  });
  const { refresh } = await show(backend, <Inbox bot={mine} />);
  await screen.findByText("1 update, newest first");
  away = () => refresh(<p>Another tab</p>);
  back = () => refresh(<Inbox bot={mine} />);
  return backend;
}
/** To another tab, and back to the inbox. */
let [away, back] = [async () => {}, async () => {}];

const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
const asked = <T,>(backend: TableBackend, op: string) => backend.asked.filter((each) => each.op === op).map((each) => each.input as T);
const written = async () => {
  const box = await screen.findByTestId("json-editor");
  return EditorView.findFromDOM(box.querySelector<HTMLElement>(".cm-editor")!)!;
};
const says = (text: string) => expect.poll(async () => (await written()).state.doc.toString()).toContain(text);

it("makes an update from the form, sends it, and shows what the bot answered", async () => {
  const backend = await open();
  press("i");
  await says('"text":"Hello"');
  fireEvent.change(screen.getByTestId("compose-text"), { target: { value: "Two, please" } });
  await says('"text":"Two, please"');
  await expect.poll(() => screen.getByTestId<HTMLButtonElement>("compose-send").disabled).toBe(false);
  fireEvent.click(screen.getByTestId("compose-send"));
  await expect.poll(() => screen.queryByTestId("answer-answer")?.textContent).toContain("sendMessage");
  expect(asked<InjectUpdate>(backend, "inject_update")).toEqual([{ bot_id: "a", body: '{"update_id":1,"message":{"text":"Two, please"}}', keep_id: false }]);
});

it("sends the JSON as it was edited, refuses what is no update, and goes back to the form", async () => {
  const backend = await open();
  press("i");
  await says("Hello");
  const view = await written();
  const type = (insert: string) => act(() => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert } }));
  type('{"update_id":1,');
  await screen.findByTestId("compose-problem");
  expect(screen.getByTestId<HTMLButtonElement>("compose-send").disabled).toBe(true);
  type('{"update_id":7,"message":{"text":"by hand"}}');
  await expect.poll(() => screen.queryByTestId("compose-problem")).toBeNull();
  expect(screen.queryByTestId("compose-text")).toBeNull();
  fireEvent.click(screen.getByTestId("compose-keep-id"));
  fireEvent.click(screen.getByTestId("compose-send"));
  await screen.findByTestId("sent");
  expect(asked<InjectUpdate>(backend, "inject_update")).toEqual([{ bot_id: "a", body: '{"update_id":7,"message":{"text":"by hand"}}', keep_id: true }]);
  fireEvent.click(screen.getByTestId("back-to-form"));
  await says("Hello");
  expect(screen.getByTestId("compose-text")).toBeTruthy();
});

it("sends nothing while an id is no number, and gives a chat the id of its sort", async () => {
  const chat = { id: 42, type: "private" as const, title: "Ann", username: null };
  await open({
    compose_forms: () => [{ kind: "message", label: "Somebody wrote", fields: [{ name: "chat", label: "Chat", sort: "chat", default: chat, help: "", choices: [], only_with: [] }] }],
    compose: ({ kind, fields }) => ({ body: JSON.stringify({ update_id: 1, [kind]: { chat: fields["chat"] ?? chat } }) }),
  });
  press("i");
  const canSend = () => !screen.getByTestId<HTMLButtonElement>("compose-send").disabled;
  await says('"id":42');
  await expect.poll(canSend).toBe(true);
  fireEvent.change(screen.getByTestId("compose-chat-id"), { target: { value: "12x" } });
  expect([canSend(), screen.getByTestId<HTMLButtonElement>("save-fixture").disabled]).toEqual([false, true]);
  await screen.findByText(/An id is a whole number/);
  fireEvent.change(screen.getByTestId("compose-chat-id"), { target: { value: "12" } });
  await says('"id":12');
  await expect.poll(canSend).toBe(true);
  fireEvent.change(screen.getByTestId("compose-chat-id"), { target: { value: "" } });
  await expect.poll(canSend).toBe(false);
  fireEvent.change(screen.getByTestId("compose-chat-type"), { target: { value: "supergroup" } });
  await says('"id":-1000000000012');
  await says('"title":"Example group"');
  await expect.poll(canSend).toBe(true);
});

it("keeps the draft while an update is looked at", async () => {
  await open();
  press("i");
  await says("Hello");
  fireEvent.change(screen.getByTestId("compose-text"), { target: { value: "half written" } });
  fireEvent.click(screen.getAllByTestId("update-row")[0]!);
  await screen.findByTestId("update-kind");
  expect(screen.queryByTestId("composer")).toBeNull();
  fireEvent.click(screen.getByTestId("compose"));
  await says("half written");
});

it("keeps the draft while another tab is looked at, also the JSON as it was edited", async () => {
  const backend = await open();
  press("i");
  await says("Hello");
  fireEvent.change(screen.getByTestId("compose-text"), { target: { value: "half written" } });
  await says("half written");
  await away();
  expect(screen.queryByTestId("composer")).toBeNull();
  await back();
  await says("half written");
  expect(screen.getByTestId<HTMLTextAreaElement>("compose-text").value).toBe("half written");
  const view = await written();
  act(() => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: '{"update_id":7,"message":{"text":"by hand"}}' } }));
  fireEvent.click(screen.getByTestId("compose-keep-id"));
  await away();
  await back();
  await says("by hand");
  fireEvent.click(screen.getByTestId("compose-send"));
  await screen.findByTestId("sent");
  expect(asked<InjectUpdate>(backend, "inject_update")).toEqual([{ bot_id: "a", body: '{"update_id":7,"message":{"text":"by hand"}}', keep_id: true }]);
  fireEvent.click(screen.getByTestId("back-to-form"));
  await says("half written");
});

it("takes another kind by a word of what happened", async () => {
  const backend = await open();
  press("i");
  const field = await screen.findByTestId("compose-kind");
  fireEvent.click(field);
  fireEvent.change(field, { target: { value: "standing" } });
  expect(screen.getAllByTestId("kind-offer").map((each) => each.textContent)).toEqual(["chat_memberA member's standing changed"]);
  fireEvent.keyDown(field, { key: "Enter" });
  await says("chat_member");
  expect(asked<ComposeUpdate>(backend, "compose").at(-1)?.kind).toBe("chat_member");
});

it("asks before it replaces a fixture that it was not read from", async () => {
  let isThere = true;
  const backend = await open({
    save_fixture: ({ name, overwrite }) => {
      if (isThere && !overwrite) throw apiError({ code: "already_there", message: "There is a fixture of this name." });
      isThere = true;
      return fixture(name);
    },
  });
  press("i");
  await says("Hello");
  fireEvent.click(screen.getByTestId("save-fixture"));
  fireEvent.change(await screen.findByTestId("fixture-name"), { target: { value: "greeting" } });
  fireEvent.submit(screen.getByTestId("save-fixture-form"));
  fireEvent.click(await screen.findByTestId("fixture-replace"));
  await expect.poll(() => screen.queryByTestId("fixture-saved")?.textContent).toContain("greeting");
  expect(asked<SaveFixture>(backend, "save_fixture").map((each) => each.overwrite)).toEqual([false, true]);
});

it("lists fixtures with what is wrong, and brings back one that was removed", async () => {
  let all = [fixture("broken", { kind: null, problem: { message: "It is not JSON.", line: 3, column: 2 } }), fixture("hello")];
  const view = () => ({ bot_id: "a", folder: "/f", is_own_folder: false, fixtures: all, more: false });
  const backend = await open({
    list_fixtures: view,
    read_fixture: ({ name }) => ({ fixture: fixture(name), body: '{"update_id":1,"message":{}}' }),
    remove_fixture: ({ name }) => {
      all = all.filter((each) => each.name !== name);
      return view();
    },
    save_fixture: ({ name }) => fixture(name),
  });
  press("i");
  fireEvent.click(await screen.findByTestId("tab-fixtures"));
  await expect.poll(() => screen.queryByTestId("fixture-problem")?.textContent).toBe("Line 3, character 2: It is not JSON.");
  const [send] = screen.getAllByTestId<HTMLButtonElement>("fixture-send");
  expect(send?.disabled).toBe(true);
  // What cannot be brought back is asked for.
  fireEvent.click(screen.getAllByTestId("fixture-remove")[0]!);
  await screen.findByTestId("fixture-remove-confirm");
  expect(backend.count("remove_fixture")).toBe(0);
  fireEvent.click(screen.getAllByTestId("fixture-remove")[1]!);
  fireEvent.click(await screen.findByTestId("fixture-undo"));
  await expect.poll(() => screen.queryByTestId("fixture-removed")).toBeNull();
  expect(asked<SaveFixture>(backend, "save_fixture")).toEqual([{ bot_id: "a", name: "hello", seq: null, body: '{"update_id":1,"message":{}}', scrub: null, overwrite: false }]);
});

it("presses a button of the second keyboard of an answer as who wrote, or as somebody else after a look", async () => {
  const keyboard = (attempt: number | null, data: string) => ({ text: "", attempt, rows: [[{ text: data, data, instead: null }, { text: "page", data: null, instead: "opens https://example.org" }]] });
  const backend = await open({
    list_buttons: () => ({ keyboards: [keyboard(null, "own"), keyboard(4, "first"), keyboard(4, "second")], from: ann }),
    press_button: () => ({ body: '{"update_id":1,"chat_member":{"pressed":true}}' }),
  });
  fireEvent.click(screen.getAllByTestId("update-row")[0]!);
  await screen.findByTestId("inline-buttons");
  const buttons = screen.getAllByTestId<HTMLButtonElement>("inline-button");
  expect(buttons.map((each) => each.disabled)).toEqual([false, true, false, true, false, true]);
  fireEvent.click(buttons[4]!);
  await screen.findByTestId("sent");
  fireEvent.click(screen.getByTestId("press-as"));
  fireEvent.click(screen.getByTestId("press-look"));
  fireEvent.click(screen.getAllByTestId("inline-button")[0]!);
  await says("pressed");
  expect(asked<PressButton>(backend, "press_button")).toEqual([
    { seq: 1, attempt: 4, keyboard: 1, row: 0, column: 0, from: null },
    { seq: 1, attempt: null, keyboard: 0, row: 0, column: 0, from: { ...ann, id: 1_000_002, first_name: "Ben", username: "ben_example" } },
  ]);
  expect(backend.count("inject_update")).toBe(1);
});
