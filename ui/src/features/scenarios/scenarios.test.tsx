// Scenarios beside the chat, over a made-up engine: recorded, saved, listed, run.
import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { SaveScenario } from "../../bindings/SaveScenario";
import type { ScenarioPlay } from "../../bindings/ScenarioPlay";
import type { SandboxChat } from "../../bindings/SandboxChat";
import { chat, group, message, sandboxBot, timeline, world } from "../../testing/sandbox";
import { fileOf, playOf, stepOf } from "../../testing/scenarios";
import { show } from "../../testing/show";
import { apiError, later, news, overview, TableBackend } from "../../testing/world";
import { ChatTab } from "../chat/ChatTab";

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const TEXT = "name: Ann Petrova talks to Echo\nsteps:\n  - say: hello\n  - expect: hello\n";
const USUAL = "/data/scenarios/echo-bot";

/** The chat with what the engine knows in `now`, which a test may change and tell of. */
async function open(part: Partial<ConstructorParameters<typeof TableBackend>[0]> = {}) {
  const now = { steps: 0, play: null as ScenarioPlay | null, chats: [chat()] as SandboxChat[] };
  let seq = 0;
  const backend = new TableBackend({
    overview: () => overview({ bots: [sandboxBot()] }),
    sandbox_world: () => world({ chats: now.chats }),
    sandbox_access: () => ({ api_root: "http://127.0.0.1:4666", token: "4200000001:sandbox-token" }),
    list_chat: () => timeline([message(7)]),
    list_transcript: () => ({ entries: [], more: false }),
    record_scenario: () => {
      if (now.steps === 0) throw apiError({ code: "invalid_input", message: "Nothing was said in this chat.", remedy: "Write to the bot first." });
      return { text: TEXT, steps: now.steps };
    },
    check_scenario: ({ text }) => (text.includes("sey") ? { steps: 0, mistake: { line: 3, column: 5, what: "`sey` is no step." } } : { steps: 2, mistake: null }),
    save_scenario: ({ path }) => fileOf("saved", { path }),
    read_scenario: () => ({ text: TEXT, steps: 2 }),
    list_scenarios: () => ({ files: [fileOf("order"), fileOf("broken", { title: "", steps: 0, problem: "2:5: `sey` is none of them." })] }),
    scenario_run: () => now.play,
    ...part,
  });
  await show(backend, <ChatTab bot={sandboxBot()} />);
  await screen.findByTestId("chat-message");
  return {
    backend,
    now,
    asked: <T,>(op: string) => backend.asked.filter((each) => each.op === op).map((each) => each.input as T),
    tell: (next: Partial<typeof now>) =>
      act(async () => {
        Object.assign(now, next);
        backend.fire(news({ type: "chat", bot_id: "a" }, ++seq));
      }),
  };
}

const press = (id: string) => fireEvent.click(screen.getByTestId(id));
const text = (id: string) => screen.queryByTestId(id)?.textContent;

it("records from the next message on, counts the steps, and shows the text when it stops", async () => {
  const { now, asked, tell } = await open();
  press("record");
  await expect.poll(() => text("recording")).toBe("Recording: write to the bot");
  expect(asked("record_scenario").at(-1)).toMatchObject({ bot_id: "a", chat_id: 1, from_message_id: 8 });
  await tell({ steps: 2 });
  await expect.poll(() => text("recording")).toBe("Recording, 2 steps");
  expect(screen.getByRole("button", { name: "Stop recording" })).toBe(screen.getByTestId("record"));
  press("record");
  await expect.poll(() => screen.queryByTestId("scenario-form")).toBeTruthy();
  expect(asked("record_scenario").at(-1)).toMatchObject({ from_message_id: 8, name: "Ann Petrova talks to Echo" });
  expect(text("recording")).toBeUndefined();
  expect(screen.getByTestId<HTMLInputElement>("scenario-path").value).toBe(`${USUAL}/ann-petrova-talks-to-echo.yaml`);
  await expect.poll(() => text("yaml-editor")).toContain("say: hello");
  await expect.poll(() => text("scenario-check")).toBe("2 steps");
  expect(now.steps).toBe(2);
});

it("ends a recording in which nothing was said, and says so", async () => {
  await open();
  press("record");
  await screen.findByTestId("recording");
  press("record");
  await expect.poll(() => text("chat-note")).toBe("Nothing was recorded: nobody wrote anything new.");
  expect(screen.queryByTestId("recording")).toBeNull();
  expect(screen.queryByTestId("scenario-form")).toBeNull();
});

it("still records when the reader comes back, and says in which chat", async () => {
  const { tell } = await open();
  press("record");
  await tell({ steps: 1, chats: [chat(), group()] });
  await expect.poll(() => text("recording")).toBe("Recording, 1 step");
  fireEvent.click(screen.getAllByTestId("room")[1]!);
  await expect.poll(() => text("recording")).toBe("Recording in Ann Petrova, 1 step");
  cleanup();
  await open();
  await expect.poll(() => text("recording")).toContain("Recording");
});

it("saves a whole conversation under its name, and asks before a file is replaced", async () => {
  let isThere = true;
  const { asked, tell, backend } = await open({
    save_scenario: ({ path, replace }) => {
      if (isThere && !replace) throw apiError({ code: "already_there", message: `${path} is there already.` });
      return fileOf("two", { path });
    },
  });
  await tell({ steps: 2 });
  press("scenarios-toggle");
  await screen.findByTestId("scenarios");
  press("save-conversation");
  const name = await screen.findByTestId<HTMLInputElement>("scenario-title");
  expect(asked("record_scenario").at(-1)).toMatchObject({ chat_id: 1, from_message_id: null });
  fireEvent.change(name, { target: { value: "Two: an order" } });
  expect(screen.getByTestId<HTMLInputElement>("scenario-path").value).toBe(`${USUAL}/two-an-order.yaml`);
  fireEvent.submit(screen.getByTestId("scenario-form"));
  await screen.findByTestId("scenario-there");
  expect(asked<SaveScenario>("save_scenario")).toEqual([{ path: `${USUAL}/two-an-order.yaml`, text: TEXT.replace(/^name: .*/, 'name: "Two: an order"'), replace: false, was: null }]);
  isThere = true;
  press("scenario-replace");
  await expect.poll(() => text("scenario-saved")).toBe(`Saved as ${USUAL}/two-an-order.yaml`);
  expect(asked<SaveScenario>("save_scenario").at(-1)?.replace).toBe(true);
  await expect.poll(() => backend.count("list_scenarios")).toBe(2);
});

it("says why a text cannot be saved, looks into the folder it was saved in, and keeps a text while it is put aside", async () => {
  const { tell, asked } = await open({
    save_scenario: ({ path }) => {
      if (path.endsWith(".txt")) throw apiError({ code: "invalid_input", message: "A scenario is saved under a whole path that ends in .yaml.", remedy: "Choose a folder." });
      return fileOf("order", { path });
    },
  });
  await tell({ steps: 2 });
  press("scenarios-toggle");
  press("save-conversation");
  fireEvent.change(await screen.findByTestId("scenario-path"), { target: { value: "/repo/tests/order.txt" } });
  fireEvent.submit(screen.getByTestId("scenario-form"));
  expect((await screen.findByRole("alert")).textContent).toContain("ends in .yaml");
  fireEvent.change(screen.getByTestId("scenario-title"), { target: { value: "An order" } });
  press("scenarios-close");
  expect(screen.queryByTestId("scenarios")).toBeNull();
  press("scenarios-toggle");
  expect(screen.getByTestId<HTMLInputElement>("scenario-title").value).toBe("An order");
  fireEvent.change(screen.getByTestId("scenario-path"), { target: { value: "/repo/tests/order.yaml" } });
  fireEvent.submit(screen.getByTestId("scenario-form"));
  await expect.poll(() => text("scenarios-folder")).toBe("/repo/tests/");
  await expect.poll(() => asked("list_scenarios").at(-1)).toEqual({ folder: "/repo/tests/" });
  expect(localStorage.getItem("hookbay.scenarios.folder.a")).toBe('"/repo/tests/"');
});

it("lists a folder's files, with what is wrong with one, and edits a file in its place", async () => {
  const { asked } = await open();
  press("scenarios-toggle");
  const [order, broken] = await screen.findAllByTestId("scenario");
  expect(order?.textContent).toContain("The order · 2 steps");
  expect(within(broken!).getByTestId("scenario-problem").textContent).toBe("It cannot be read. Line 2, column 5: `sey` is none of them.");
  expect(within(broken!).getByTestId<HTMLButtonElement>("run-scenario").disabled).toBe(true);
  fireEvent.click(within(order!).getByRole("button", { name: "Edit order" }));
  await screen.findByTestId("scenario-form");
  expect(screen.getByTestId<HTMLInputElement>("scenario-path").value).toBe("/f/order.yaml");
  fireEvent.submit(screen.getByTestId("scenario-form"));
  await expect.poll(() => asked<SaveScenario>("save_scenario")).toEqual([{ path: "/f/order.yaml", text: TEXT, replace: true, was: TEXT }]);
});

it("asks before a file is replaced that somebody else has changed since it was opened", async () => {
  const { asked } = await open({
    save_scenario: ({ path, was }) => {
      if (was !== null) throw apiError({ code: "already_there", message: `${path} was changed elsewhere since it was opened here.` });
      return fileOf("order", { path });
    },
  });
  press("scenarios-toggle");
  fireEvent.click(await screen.findByRole("button", { name: "Edit order" }));
  fireEvent.submit(await screen.findByTestId("scenario-form"));
  expect((await screen.findByTestId("scenario-there")).textContent).toContain("was changed elsewhere");
  press("scenario-replace");
  await expect.poll(() => text("scenario-saved")).toBe("Saved as /f/order.yaml");
  expect(asked<SaveScenario>("save_scenario").at(-1)).toMatchObject({ replace: true, was: null });
});

it("lists a folder that cannot be looked into, with nothing to press", async () => {
  await open({ list_scenarios: () => ({ files: [fileOf("locked", { title: "", steps: 0, problem: "Permission denied (os error 13)", is_folder: true }), fileOf("order")] }) });
  press("scenarios-toggle");
  const [locked] = await screen.findAllByTestId("scenario");
  expect(within(locked!).getByTestId("scenario-problem").textContent).toBe("It cannot be read. Permission denied (os error 13)");
  expect(within(locked!).queryByRole("button")).toBeNull();
});

it("takes a usual folder that is not there yet for an empty one, and no other", async () => {
  const list_scenarios = () => {
    throw apiError({ code: "not_found", message: "/x cannot be read.", remedy: "Choose another one." });
  };
  await open({ list_scenarios });
  press("scenarios-toggle");
  await screen.findByTestId("no-scenarios");
  press("change-scenarios-folder");
  fireEvent.change(screen.getByTestId("scenarios-folder-path"), { target: { value: "/x" } });
  press("scenarios-folder-save");
  expect((await screen.findByRole("alert")).textContent).toContain("/x cannot be read.");
});

it("shows a run as it goes, leads to the chat that it makes, and can be cancelled", async () => {
  const end = later();
  const steps = [stepOf(2, { state: "passed", took_ms: 40 }), stepOf(3)];
  const pane = await open({
    run_scenario: async () => {
      await end.promise;
      return playOf(steps).run;
    },
    cancel_scenario: () => {
      pane.now.play = playOf(steps, { state: "cancelled", done: 1 });
      end.resolve();
      return pane.now.play;
    },
  });
  press("scenarios-toggle");
  fireEvent.click((await screen.findAllByTestId("run-scenario"))[0]!);
  const fresh = chat({ id: 44, title: "Ann", members: [2] });
  await pane.tell({ play: playOf(steps, { state: "running", done: 1 }), chats: [fresh, chat()] });
  await expect.poll(() => text("play-words")).toBe("Step 2 of 2: step of line 3");
  expect(screen.getAllByTestId("scenario-step").map((each) => each.dataset["mark"])).toEqual(["passed", "running"]);
  await expect.poll(() => screen.getByRole("heading", { level: 2 }).textContent).toBe("Ann");
  // It was led there once: whoever goes elsewhere stays there.
  fireEvent.click(screen.getAllByTestId("room")[1]!);
  await pane.tell({});
  expect(screen.getByRole("heading", { level: 2 }).textContent).toBe("Ann Petrova");
  expect(screen.getAllByTestId("run-scenario")[0]!.getAttribute("aria-disabled")).toBe("true");
  press("cancel-run");
  await expect.poll(() => text("play-words")).toBe("Cancelled after 1 of 2 steps.");
  expect(screen.queryByTestId("cancel-run")).toBeNull();
});

it("says how a run ended, and where it failed what was expected and what came", async () => {
  const difference = [
    { side: "wanted" as const, text: "text: hello" },
    { side: "came" as const, text: "text: What?" },
    { side: "both" as const, text: "buttons:" },
  ];
  const steps = [stepOf(2, { state: "passed", took_ms: 40, note: "The bot is not told." }), stepOf(3, { state: "failed", problem: { what: "The bot said something else.", difference, hint: "The bot called what the sandbox does not know, and was refused: sendGift." } }), stepOf(4)];
  const pane = await open();
  press("scenarios-toggle");
  await pane.tell({ play: playOf(steps, { done: 2 }) });
  await expect.poll(() => text("play-words")).toBe("Failed at step 2 of 3, line 3. The bot said something else.");
  const shown = screen.getAllByTestId("scenario-step");
  expect(shown[0]!.textContent).toBe("✓Passed: step of line 240 msThe bot is not told.");
  expect(shown.map((each) => each.dataset["mark"])).toEqual(["passed", "failed", "not_run"]);
  expect(text("difference-wanted")).toBe("-Expected: text: hello");
  expect(text("difference-came")).toBe("+Came: text: What?");
  expect(text("step-hint")).toContain("sendGift");
  await pane.tell({ play: playOf(steps.slice(0, 1), { done: 1 }) });
  await expect.poll(() => text("play-words")).toBe("Passed: 1 step in 1.2 s.");
  // A file of another folder is named.
  await pane.tell({ play: playOf(steps.slice(0, 1), { done: 1, path: "/other/x.yaml" }) });
  await expect.poll(() => screen.queryByText("/other/x.yaml")).toBeTruthy();
});

it("says why a run cannot begin, at its file", async () => {
  await open({
    run_scenario: () => {
      throw apiError({ message: "The scenario cannot be read: line 1, column 1." });
    },
  });
  press("scenarios-toggle");
  const [order] = await screen.findAllByTestId("scenario");
  fireEvent.click(within(order!).getByTestId("run-scenario"));
  expect((await within(order!).findByRole("alert")).textContent).toContain("cannot be read: line 1");
});

it("is closed with Escape, which leaves a field first, and gives the focus back", async () => {
  const { tell } = await open();
  await tell({ steps: 2 });
  screen.getByTestId("scenarios-toggle").focus();
  press("scenarios-toggle");
  await expect.poll(() => document.activeElement).toBe(screen.getByTestId("save-conversation"));
  press("save-conversation");
  await expect.poll(() => document.activeElement?.getAttribute("data-testid")).toBe("scenario-title");
  fireEvent.keyDown(document.activeElement!, { key: "Escape" });
  expect(document.activeElement).toBe(screen.getByTestId("scenarios-close"));
  fireEvent.keyDown(document.activeElement!, { key: "Escape" });
  expect(screen.queryByTestId("scenarios")).toBeNull();
  expect(document.activeElement).toBe(screen.getByTestId("scenarios-toggle"));
});

it("stands where the transcript stood, one at a time", async () => {
  await open();
  const isOpen = (id: string) => screen.queryByTestId(id) !== null;
  if (!isOpen("transcript")) press("transcript-toggle");
  expect([isOpen("transcript"), isOpen("scenarios")]).toEqual([true, false]);
  press("scenarios-toggle");
  expect([isOpen("transcript"), isOpen("scenarios")]).toEqual([false, true]);
  press("transcript-toggle");
  expect([isOpen("transcript"), isOpen("scenarios")]).toEqual([true, false]);
});
