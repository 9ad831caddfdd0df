import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { sandboxBot } from "../../testing/sandbox";
import { show } from "../../testing/show";
import { bot, overview, TableBackend } from "../../testing/world";
import { AddPage } from "./AddPage";

afterEach(cleanup);

async function page(bots = [bot()]) {
  const backend = new TableBackend({ overview: () => overview({ bots }), start_sandbox: () => sandboxBot(), another_sandbox_bot: () => sandboxBot() });
  await show(backend, <AddPage onCancel={() => {}} />);
  return backend;
}

it("starts the sandbox where there is no bot of it", async () => {
  const backend = await page();
  fireEvent.click(screen.getByTestId("sandbox-start"));
  await expect.poll(() => backend.count("start_sandbox")).toBe(1);
});

it("makes one more bot where there is one", async () => {
  const backend = await page([sandboxBot()]);
  fireEvent.click(screen.getByTestId("sandbox-another"));
  await expect.poll(() => backend.count("another_sandbox_bot")).toBe(1);
  expect(backend.count("start_sandbox")).toBe(0);
});
