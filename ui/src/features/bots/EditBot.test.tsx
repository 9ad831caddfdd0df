import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { show } from "../../testing/show";
import { bot, overview, TableBackend, webhook } from "../../testing/world";
import { EditBot } from "./EditBot";
import { sandboxBot } from "../../testing/sandbox";

afterEach(cleanup);

it("asks Telegram anew once the token is replaced", async () => {
  const backend = new TableBackend({ overview: () => overview({ bots: [bot()] }), set_token: () => bot(), webhook_status: () => webhook() });
  await show(backend, <EditBot bot={bot()} onClose={() => {}} />);
  fireEvent.change(screen.getByTestId("new-token"), { target: { value: "1:new" } });
  fireEvent.click(screen.getByTestId("replace-token"));
  await expect.poll(() => backend.asked.filter((each) => each.op !== "overview")).toEqual([
    { op: "set_token", input: { bot_id: "a", token: "1:new" } },
    { op: "webhook_status", input: { bot_id: "a" } },
  ]);
});

it("shows what a program needs to be a sandbox bot, and asks for no token of it", async () => {
  const access = { api_root: "http://127.0.0.1:4666", token: "4200000001:sandbox-token" };
  const backend = new TableBackend({ overview: () => overview({ bots: [sandboxBot()] }), sandbox_access: () => access });
  await show(backend, <EditBot bot={sandboxBot()} onClose={() => {}} />);
  await expect.poll(() => screen.getByTestId("access-token").textContent).toBe(access.token);
  expect(screen.getByTestId("access-root").textContent).toBe(access.api_root);
  expect(screen.queryByTestId("new-token")).toBeNull();
});
