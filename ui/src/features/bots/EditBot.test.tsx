import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { show } from "../../testing/show";
import { bot, overview, TableBackend, webhook } from "../../testing/world";
import { EditBot } from "./EditBot";

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
