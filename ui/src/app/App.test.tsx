import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { BotView } from "../bindings/BotView";
import type { Overview } from "../bindings/Overview";
import { apiError, bot, info, inboxOf, later, overview, quiet, row, TableBackend, webhook } from "../testing/world";
import { App } from "./App";
import { Store } from "./store";

beforeEach(() => localStorage.clear());
afterEach(cleanup);

const unset = () => webhook({ owner: "none", info: info({ url: "" }) });

it("leads from nothing to a set webhook in the sandbox", async () => {
  const bots: BotView[] = [];
  const made = bot({ name: "Sandbox bot", environment: { type: "sandbox" }, webhook: unset() });
  const backend = new TableBackend({
    ...quiet,
    overview: () => overview({ bots: [...bots] }),
    start_sandbox: () => {
      bots.push(made);
      return made;
    },
    set_webhook: () => {
      bots[0] = { ...made, webhook: webhook() };
      return webhook();
    },
    ...inboxOf(() => []),
    webhook_status: () => webhook(),
  });
  render(<App store={new Store(backend, 0)} />);
  fireEvent.click(await screen.findByTestId("sandbox-start"));
  fireEvent.click(await screen.findByTestId("set-webhook-confirm"));
  expect(await screen.findByTestId("say-input")).toBeTruthy();
  expect(screen.getByTestId("bot-health").textContent).toContain("The sandbox delivers to this computer");
  expect(backend.asked.find((each) => each.op === "set_webhook")?.input).toMatchObject({ bot_id: "a", options: { drop_pending_updates: false } });
});

it("says in its place why a token is refused, and keeps the form", async () => {
  const backend = new TableBackend({
    ...quiet,
    overview: () => overview(),
    add_bot: () => {
      throw apiError({ code: "unauthorized", message: "Telegram refuses this token.", remedy: "Copy it again from @BotFather." });
    },
  });
  render(<App store={new Store(backend, 0)} />);
  fireEvent.click(await screen.findByTestId("real-start"));
  // No token belongs to the sandbox's bots, so it is no choice here.
  expect(within(screen.getByTestId("add-bot")).getAllByRole("radio")).toHaveLength(3);
  fireEvent.change(screen.getByTestId("token-field"), { target: { value: " 1:abc " } });
  fireEvent.submit(screen.getByTestId("add-bot"));
  const note = await within(screen.getByTestId("add-bot")).findByRole("alert");
  expect(note.textContent).toContain("Telegram refuses this token.");
  expect(note.textContent).toContain("Copy it again from @BotFather.");
  expect(backend.asked.find((each) => each.op === "add_bot")?.input).toEqual({ token: "1:abc", environment: { type: "cloud" }, name: null });
});

it("offers what to do about a locked keyring", async () => {
  let kept = false;
  const backend = new TableBackend({
    ...quiet,
    overview: () => overview({ vault: kept ? { type: "this_run_only" } : { type: "unavailable", error: apiError({ code: "keyring_locked", message: "The keyring is locked." }) } }),
    keep_for_this_run: () => {
      kept = true;
      return { type: "this_run_only" };
    },
  });
  render(<App store={new Store(backend, 0)} />);
  expect((await screen.findByTestId("keyring-note")).textContent).toContain("The keyring is locked.");
  fireEvent.click(screen.getByTestId("keep-for-run"));
  await expect.poll(() => screen.queryByTestId("keyring-note")).toBeNull();
});

it("shows that it tries again to start", async () => {
  let answer = async (): Promise<Overview> => {
    throw apiError({ code: "already_running", message: "Another Hookbay uses this data folder." });
  };
  const backend = new TableBackend({ ...quiet, overview: () => answer() });
  render(<App store={new Store(backend, 0)} />);
  const again = await screen.findByTestId("retry-start");
  const second = later();
  answer = () => second.promise.then(() => overview());
  fireEvent.click(again);
  expect(again.getAttribute("aria-busy")).toBe("true");
  second.resolve();
  expect(await screen.findByTestId("real-start")).toBeTruthy();
});

it("has settings without a bot, and a way back", async () => {
  let fails = false;
  const backend = new TableBackend({
    ...quiet,
    overview: () => {
      if (fails) throw apiError({ code: "store", message: "The database cannot be read." });
      return overview();
    },
  });
  const store = new Store(backend, 0);
  render(<App store={store} />);
  fireEvent.click(await screen.findByTestId("settings"));
  fireEvent.click(await screen.findByTestId("settings-back"));
  fireEvent.click(await screen.findByTestId("settings"));
  expect(screen.getByTestId("keyring-state")).toBeTruthy();
  fireEvent.keyDown(document.body, { key: "Escape" });
  expect(await screen.findByTestId("real-start")).toBeTruthy();
  fails = true;
  await act(() => store.refresh());
  expect(screen.getByTestId("error-note").textContent).toContain("The database cannot be read.");
});

it("has a page of the tunnel, reached from where it stands, and left with Esc", async () => {
  let bots: BotView[] = [];
  const backend = new TableBackend({ ...quiet, overview: () => overview({ bots }), ...inboxOf(() => []) });
  const store = new Store(backend, 0);
  render(<App store={store} />);
  fireEvent.click(await screen.findByTestId("settings"));
  fireEvent.click(await screen.findByTestId("open-tunnel"));
  fireEvent.click(await screen.findByTestId("tunnel-back"));
  expect(await screen.findByTestId("real-start")).toBeTruthy();
  bots = [bot()];
  await act(() => store.refresh());
  fireEvent.click(await screen.findByTestId("tunnel-open"));
  expect(screen.getByTestId("tunnel-now").textContent).toContain("Telegram reaches this computer through ngrok.");
  expect(screen.queryByTestId("tunnel-back")).toBeNull();
  fireEvent.keyDown(document.body, { key: "Escape" });
  expect(await screen.findByTestId("bot-health")).toBeTruthy();
});

it("closes with Esc only what is on top", async () => {
  const backend = new TableBackend({ ...quiet, overview: () => overview({ bots: [bot({ update_count: 1 })] }), ...inboxOf(() => [row(1)]), get_update: () => ({ row: row(1), body: "{}", headers: [], source: null, note: null }) });
  render(<App store={new Store(backend, 0)} />);
  const press = (key: string) => fireEvent.keyDown(document.body, { key });
  const shown = () => ["remove-bot-confirm", "new-token", "update-id"].filter((id) => screen.queryByTestId(id)).concat(screen.queryByRole("dialog") ? ["sheet"] : []);
  fireEvent.click(await screen.findByTestId("edit-bot"));
  await expect.poll(() => screen.queryByText("1 update, newest first")).toBeTruthy();
  press("j");
  await screen.findByTestId("update-id");
  fireEvent.click(await screen.findByTestId("remove-bot"));
  press("?");
  const all = ["remove-bot-confirm", "new-token", "update-id", "sheet"];
  for (const left of [all, all.slice(0, 3), all.slice(1, 3), ["update-id"], []]) {
    await expect.poll(shown).toEqual(left);
    press("Escape");
  }
});

it("asks before it replaces someone else's webhook", async () => {
  const theirs = webhook({ owner: "foreign", info: info({ url: "https://api.example.com/hook" }) });
  const backend = new TableBackend({ ...quiet, overview: () => overview({ bots: [bot({ webhook: theirs })] }), ...inboxOf(() => []) });
  render(<App store={new Store(backend, 0)} />);
  fireEvent.click(await screen.findByTestId("set-webhook"));
  const form = await screen.findByTestId("set-webhook-form");
  expect(form.textContent).toContain("This bot delivers to api.example.com");
  expect(screen.getByTestId("set-webhook-confirm").textContent).toBe("Take it over");
  expect(backend.count("set_webhook")).toBe(0);
});

it("deletes its own webhook at once, and asks when updates wait", async () => {
  let pending = 2;
  const backend = new TableBackend({
    ...quiet,
    overview: () => overview({ bots: [bot({ webhook: webhook({ info: info({ pending_update_count: pending }) }) })] }),
    ...inboxOf(() => []),
    delete_webhook: () => unset(),
  });
  const store = new Store(backend, 0);
  render(<App store={store} />);
  fireEvent.click(await screen.findByTestId("delete-webhook"));
  expect((await screen.findByTestId("delete-webhook-confirm")).textContent).toBe("Delete webhook");
  expect(backend.count("delete_webhook")).toBe(0);
  pending = 0;
  await store.refresh();
  fireEvent.click(screen.getByTestId("delete-webhook"));
  await expect.poll(() => backend.count("delete_webhook")).toBe(1);
});
