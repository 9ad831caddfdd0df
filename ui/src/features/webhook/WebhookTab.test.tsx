import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { show } from "../../testing/show";
import { apiError, at, bot, info, NOW, overview, quiet, TableBackend, webhook } from "../../testing/world";
import { WebhookTab } from "./WebhookTab";

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it("reads out the sentence and not the seconds that pass", async () => {
  const failing = bot({ webhook: webhook({ info: info({ last_error_date: NOW / 1000 - 5, last_error_message: "Connection refused" }) }) });
  await show(new TableBackend({ ...quiet, overview: () => overview({ bots: [failing] }) }), <WebhookTab bot={failing} form={null} />);
  const before = screen.getByTestId("verdict").textContent;
  const said = () => within(screen.getByTestId("verdict")).getByRole("status").textContent;
  const first = said();
  expect(before).toContain("5 s ago");
  act(() => void vi.advanceTimersByTime(5000));
  expect(screen.getByTestId("verdict").textContent).toContain("10 s ago");
  expect(said()).toBe(first);
});

it("tries the tunnel from where it is missed, and says why it does not come", async () => {
  const tunnel = { ...overview().tunnel, state: { type: "reconnecting", error: apiError(), attempt: 1, next_try_at: at(-9) } } as const;
  const backend = new TableBackend({
    ...quiet,
    overview: () => overview({ bots: [bot()], tunnel }),
    retry_tunnel: () => {
      throw apiError({ code: "ngrok_auth", message: "ngrok refuses the authtoken." });
    },
  });
  await show(backend, <WebhookTab bot={bot()} form={null} />);
  expect(screen.getByRole("alert").textContent).toContain("The tunnel is reconnecting: Telegram cannot reach this computer");
  await act(async () => void fireEvent.click(screen.getByText("Try now")));
  expect(screen.getByTestId("error-note").textContent).toContain("ngrok refuses the authtoken.");
});
