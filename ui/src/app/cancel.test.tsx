// What is cancelled goes no further: no second step, and no leap to another page when it ends after all.
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { BotView } from "../bindings/BotView";
import { bot, info, inboxOf, later, overview, TableBackend, webhook } from "../testing/world";
import { App } from "./App";
import { Store } from "./store";

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const unset = () => webhook({ owner: "none", info: info({ url: "" }) });
const empty = inboxOf(() => []);

async function removing() {
  const deleting = later();
  const backend = new TableBackend({
    overview: () => overview({ bots: [bot()] }),
    ...empty,
    delete_webhook: () => deleting.promise.then(unset),
    remove_bot: () => null,
  });
  const store = new Store(backend, 0);
  render(<App store={store} />);
  fireEvent.click(await screen.findByTestId("edit-bot"));
  fireEvent.click(await screen.findByTestId("remove-bot"));
  fireEvent.click(await screen.findByTestId("remove-bot-confirm"));
  const end = async () => {
    await act(async () => deleting.resolve());
    await act(() => store.refresh());
  };
  return { backend, end };
}

it.each<[string, () => void]>([
  ["Keep it", () => fireEvent.click(screen.getByText("Keep it"))],
  ["Esc", () => fireEvent.keyDown(document.body, { key: "Escape" })],
])("a bot is kept with %s while its webhook is being deleted", async (_way, keep) => {
  const { backend, end } = await removing();
  keep();
  await end();
  expect(backend.count("delete_webhook")).toBe(1);
  expect(backend.count("remove_bot")).toBe(0);
});

it("a bot is removed after its webhook", async () => {
  const { backend, end } = await removing();
  await end();
  await expect.poll(() => backend.count("remove_bot")).toBe(1);
});

it("a cancelled Add bot leads nowhere when the bot comes after all", async () => {
  const bots: BotView[] = [bot({ webhook: unset() })];
  const adding = later();
  const backend = new TableBackend({
    overview: () => overview({ bots: [...bots] }),
    ...empty,
    add_bot: async () => {
      await adding.promise;
      const added = bot({ id: "b", name: "Support desk", webhook: unset() });
      bots.push(added);
      return added;
    },
  });
  const store = new Store(backend, 0);
  render(<App store={store} />);
  fireEvent.click(await screen.findByTestId("add-bot-open"));
  fireEvent.change(screen.getByTestId("token-field"), { target: { value: "1:abc" } });
  fireEvent.submit(screen.getByTestId("add-bot"));
  fireEvent.click(screen.getByText("Cancel"));
  await act(async () => adding.resolve());
  await act(() => store.refresh());
  // It is in the list, and the page stays where it was.
  expect(screen.getAllByTestId("bot")).toHaveLength(2);
  expect(screen.getByRole("heading", { level: 1 }).textContent).toContain("Pizza orders");
  expect(screen.queryByTestId("set-webhook-form")).toBeNull();
});

it("a cancelled Set webhook leads nowhere when it ends", async () => {
  const setting = later();
  const backend = new TableBackend({ overview: () => overview({ bots: [bot({ webhook: unset() })] }), ...empty, set_webhook: () => setting.promise.then(() => webhook()) });
  const store = new Store(backend, 0);
  render(<App store={store} />);
  fireEvent.click(await screen.findByTestId("set-webhook"));
  fireEvent.click(await screen.findByTestId("set-webhook-confirm"));
  fireEvent.click(screen.getByText("Cancel"));
  fireEvent.click(screen.getByTestId("tab-inbox"));
  await act(async () => setting.resolve());
  await act(() => store.refresh());
  expect(screen.getByTestId("tab-inbox").getAttribute("aria-selected")).toBe("true");
});

it("the first start goes on with its bot, though the list has it before the answer", async () => {
  const bots: BotView[] = [];
  const starting = later();
  const made = bot({ environment: { type: "sandbox" }, webhook: unset() });
  const backend = new TableBackend({ overview: () => overview({ bots: [...bots] }), start_sandbox: () => starting.promise.then(() => made), ...empty });
  const store = new Store(backend, 0);
  render(<App store={store} />);
  fireEvent.click(await screen.findByTestId("sandbox-start"));
  bots.push(made);
  await act(() => store.refresh());
  expect(screen.getByTestId("sandbox-start")).toBeTruthy();
  await act(async () => starting.resolve());
  expect(await screen.findByTestId("set-webhook-form")).toBeTruthy();
});
