import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { AttemptRow } from "../../bindings/AttemptRow";
import { show } from "../../testing/show";
import { attempt, news, overview, TableBackend } from "../../testing/world";
import { Attempts } from "./Attempts";

afterEach(cleanup);

const failed = attempt(2, { delivered: false, kind: "replay", status: null, trouble: "closed_early", message: "The bot closed the connection before its answer was complete.", remedy: "Look into the bot's log." });

function backendOf(rows: () => AttemptRow[], body = '{"method":"sendMessage"}', cut = false) {
  return new TableBackend({
    overview: () => overview(),
    list_attempts: () => ({ rows: rows(), more: false }),
    get_attempt: ({ id }) => ({
      row: { ...rows().find((row) => row.id === id)!, response_size: 50_000_000 },
      request_headers: [["content-type", "application/json"], ["x-telegram-bot-api-secret-token", "••••"]],
      request_body: '{"update_id":1}',
      response_headers: [["server", "uvicorn"]],
      response_body: body,
      response_is_text: true,
      encoding: null,
      cut,
    }),
  });
}

it("lists each delivery with what came of it, and says why one failed", async () => {
  let rows = [attempt(1)];
  const backend = backendOf(() => rows);
  await show(backend, <Attempts botId="a" seq={1} />);
  expect((await screen.findByTestId("attempt")).textContent).toContain("200 OK");
  expect(backend.asked.at(-1)).toEqual({ op: "list_attempts", input: { bot_id: "a", seq: 1, failed: false, before: null, limit: 20 } });
  rows = [failed, attempt(1)];
  await act(async () => backend.fire(news({ type: "delivery", bot_id: "a" }, 1)));
  await expect.poll(() => screen.getAllByTestId("attempt").length).toBe(2);
  expect(screen.getAllByTestId("attempt")[0]?.textContent).toContain("no answer");
  expect(screen.getAllByTestId("attempt")[0]?.textContent).toContain("The bot closed the connection before its answer was complete. Look into the bot's log.");
});

it("unfolds to what was sent and what came back, marked where it was cut", async () => {
  const backend = backendOf(() => [attempt(1)], "x".repeat(100), true);
  await show(backend, <Attempts botId="a" seq={1} />);
  const item = await screen.findByTestId("attempt");
  expect(backend.count("get_attempt")).toBe(0);
  fireEvent.click(within(item).getAllByRole("button")[0]!);
  expect((await screen.findByTestId("cut")).textContent).toBe("Cut here: the whole answer had 47.7 MB.");
  expect(item.textContent).toContain("uvicorn");
  expect(item.textContent).toContain("x-telegram-bot-api-secret-token");
  expect(screen.getByTestId("phases").textContent).toContain("connect 0.3 ms");
});

it("says that an update was not delivered yet", async () => {
  await show(backendOf(() => []), <Attempts botId="a" seq={1} />);
  expect(await screen.findByText("It was not delivered to a bot yet.")).toBeTruthy();
});
