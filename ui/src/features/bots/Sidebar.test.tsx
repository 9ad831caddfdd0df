import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { show } from "../../testing/show";
import { bot, news, overview, quiet, summary, TableBackend } from "../../testing/world";
import { Sidebar } from "./Sidebar";

afterEach(cleanup);

it("says of a bot that is not on screen that it is down, and that it is up again", async () => {
  let passing = summary({ state: "absent", trouble: "refused", held: 41 });
  const backend = new TableBackend({ ...quiet, overview: () => overview({ bots: [bot(), bot({ id: "b", name: "Support desk", delivery: passing })] }) });
  await show(
    backend,
    <Sidebar onHelp={() => {}} />,
  );
  const second = () => screen.getAllByTestId("bot")[1]?.textContent;
  const tell = (seq: number) => act(async () => backend.fire(news({ type: "delivery", bot_id: "b" }, seq)));
  expect(second()).toContain("Your bot is down: 41 updates held");
  passing = summary();
  await tell(1);
  await expect.poll(second).toContain("Ready");
});

it("says of a sandbox bot that it is one and how much is new, each in a place of its own", async () => {
  const sandbox = { environment: { type: "sandbox" } } as const;
  const backend = new TableBackend({ ...quiet, overview: () => overview({ bots: [bot(sandbox), bot({ id: "b", name: "Support desk", update_count: 1200, ...sandbox }), bot({ id: "c", update_count: 3 })] }) });
  await show(backend, <Sidebar onHelp={() => {}} />);
  const parts = screen.getAllByTestId("bot").map((each) => [".bot-new", ".bot-mark"].map((part) => each.querySelector(part)?.textContent ?? null));
  expect(parts).toEqual([[null, "sandbox"], ["1,200 new", "sandbox"], ["3 new", null]]);
});
