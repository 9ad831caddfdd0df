import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { show } from "../../testing/show";
import { bot, delivery, news, overview, quiet, TableBackend, target } from "../../testing/world";
import { WithDelivery } from "../delivery/useDelivery";
import { Sidebar } from "./Sidebar";

afterEach(cleanup);

it("says of a bot that is not on screen that it is down, and that it is up again", async () => {
  const down = delivery({ bot_id: "b", held: 41, targets: [target({ health: { ...target().health, state: "absent" } })] });
  let view = down;
  const backend = new TableBackend({ ...quiet, overview: () => overview({ bots: [bot(), bot({ id: "b", name: "Support desk" })] }), delivery: ({ bot_id }) => (bot_id === "b" ? view : delivery()) });
  await show(
    backend,
    <WithDelivery botId="a">
      <Sidebar onHelp={() => {}} />
    </WithDelivery>,
  );
  const second = () => screen.getAllByTestId("bot")[1]?.textContent;
  expect(second()).toContain("Ready");
  const tell = (seq: number) => act(async () => backend.fire(news({ type: "delivery", bot_id: "b" }, seq)));
  await tell(1);
  await expect.poll(second, { timeout: 3000 }).toContain("Your bot is down: 41 updates held");
  view = delivery({ bot_id: "b" });
  await tell(2);
  await expect.poll(second, { timeout: 3000 }).toContain("Ready");
});
