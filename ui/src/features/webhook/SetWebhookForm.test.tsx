import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import type { BotView } from "../../bindings/BotView";
import type { TunnelState } from "../../bindings/TunnelState";
import { show } from "../../testing/show";
import { apiError, at, bot, info, overview, quiet, TableBackend, webhook } from "../../testing/world";
import { SetWebhookForm } from "./SetWebhookForm";
import { WebhookTab } from "./WebhookTab";

afterEach(cleanup);

const online = overview().tunnel.state;
const lost: TunnelState = { type: "reconnecting", error: apiError({ code: "ngrok", message: "The tunnel was lost." }), attempt: 1, next_try_at: at(-5) };

async function form(state: TunnelState, of: BotView = bot()) {
  let now = state;
  const backend = new TableBackend({ overview: () => overview({ bots: [of], tunnel: { ...overview().tunnel, state: now } }), set_webhook: () => webhook() });
  const onDone = vi.fn();
  const shown = await show(backend, <SetWebhookForm bot={of} onDone={onDone} onCancel={() => {}} />);
  const become = (next: TunnelState) => {
    now = next;
    return shown.refresh();
  };
  const sent = () => backend.asked.filter((each) => each.op === "set_webhook").map((each) => each.input);
  return { become, onDone, sent };
}

it("asks for a public URL first", async () => {
  const { become } = await form({ type: "off" });
  expect(screen.queryByTestId("set-webhook-confirm")).toBeNull();
  await become(online);
  expect(screen.getByTestId("set-webhook-confirm")).toHaveProperty("disabled", false);
  expect(screen.queryByTestId("tunnel-form")).toBeNull();
});

it("keeps what was chosen while the tunnel is away, and sends it afterwards", async () => {
  const { become, onDone, sent } = await form(online);
  fireEvent.click(screen.getByText("Only these"));
  fireEvent.click(screen.getByLabelText("chat_member"));
  await become(lost);
  expect(screen.getByTestId("set-webhook-form").textContent).toContain("The tunnel was lost.");
  expect(screen.getByTestId("set-webhook-confirm")).toHaveProperty("disabled", true);
  fireEvent.submit(screen.getByTestId("set-webhook-confirm"));
  expect(screen.getByLabelText(/^Only these/)).toHaveProperty("checked", true);
  await become(online);
  expect(screen.getByLabelText(/^Only these/)).toHaveProperty("checked", true);
  expect(sent()).toEqual([]);
  fireEvent.click(screen.getByTestId("set-webhook-confirm"));
  await expect.poll(() => onDone.mock.calls.length).toBe(1);
  expect(sent()).toMatchObject([{ bot_id: "a", options: { allowed_updates: ["message", "chat_member"] } }]);
});

it("says what setting again drops, and keeps the connections", async () => {
  const { sent, onDone } = await form(online, bot({ webhook: webhook({ info: info({ has_custom_certificate: true, max_connections: 3 }) }) }));
  expect(screen.getByTestId("set-webhook-form").textContent).toContain("drops the uploaded certificate");
  fireEvent.click(screen.getByTestId("set-webhook-confirm"));
  await expect.poll(() => onDone.mock.calls.length).toBe(1);
  expect(sent()).toMatchObject([{ options: { max_connections: 3, allowed_updates: null } }]);
});

it("puts the focus where Enter takes nothing from a deployed bot", async () => {
  await form(online, bot({ webhook: webhook({ owner: "foreign", info: info({ url: "https://api.example.com/x" }) }) }));
  expect(document.activeElement).toBe(screen.getByTestId("what-is-there"));
  cleanup();
  await form(online);
  expect(document.activeElement).toBe(screen.getByTestId("set-webhook-confirm"));
});

it("opens unfolded with the present list ticked to change the allowed updates", async () => {
  const of = bot({ webhook: webhook({ info: info({ allowed_updates: ["chat_member"] }) }) });
  const backend = new TableBackend({ ...quiet, overview: () => overview({ bots: [of] }) });
  const { navigation, refresh } = await show(backend, <WebhookTab bot={of} form={null} />);
  fireEvent.click(screen.getByTestId("change-kinds"));
  expect(navigation.open).toHaveBeenCalledWith("a", "webhook", "kinds");
  await refresh(<WebhookTab bot={of} form="kinds" />);
  expect(screen.getByTestId("webhook-options")).toHaveProperty("open", true);
  expect(screen.getByLabelText(/^Only these/)).toHaveProperty("checked", true);
  expect(document.activeElement).toBe(screen.getByLabelText(/^Only these/));
  expect(screen.getByLabelText("chat_member")).toHaveProperty("checked", true);
  expect(screen.getByLabelText("message")).toHaveProperty("checked", false);
});

it("says the whole URL before Telegram was asked, so that nothing moves when it was", async () => {
  const backend = new TableBackend({ ...quiet, overview: () => overview() });
  await show(backend, <SetWebhookForm bot={bot({ webhook: null })} onDone={() => {}} onCancel={() => {}} />);
  expect(screen.getByText("https://calm.ngrok.app/v1/api/webhooks/telegram/a")).toBeTruthy();
});
