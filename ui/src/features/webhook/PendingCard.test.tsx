import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { ListPending } from "../../bindings/ListPending";
import type { PendingSample } from "../../bindings/PendingSample";
import { show } from "../../testing/show";
import { apiError, bot, news, overview, TableBackend } from "../../testing/world";
import { PendingCard } from "./PendingCard";

beforeEach(() => localStorage.clear());
afterEach(cleanup);

const HOUR = 3_600_000;
const sample = (minutesAgo: number, pending: number): PendingSample => ({ at: new Date(Date.now() - minutesAgo * 60_000).toISOString(), pending });

async function card(samples: () => PendingSample[]) {
  const backend = new TableBackend({ overview: () => overview({ bots: [bot()] }), list_pending: () => ({ samples: samples() }) });
  await show(backend, <PendingCard bot={bot()} />);
  const back = () => backend.asked.filter((each) => each.op === "list_pending").map((each) => Math.round((Date.now() - Date.parse((each.input as ListPending).since)) / HOUR));
  return { backend, back };
}

it("says that nobody has looked yet", async () => {
  await card(() => []);
  expect(await screen.findByText("No check in this time yet. Each one adds a point.")).toBeTruthy();
  expect(screen.queryByRole("slider")).toBeNull();
});

it("shows a single check as a point, and in words", async () => {
  await card(() => [sample(5, 3)]);
  await screen.findByRole("slider");
  expect(document.querySelectorAll(".chart-spot")).toHaveLength(1);
  expect(screen.getByTestId("pending-summary").textContent).toMatch(/^One check so far: 3 updates waited at/);
});

it("reads out single points by the keys", async () => {
  await card(() => [sample(30, 1), sample(20, 41), sample(10, 0)]);
  const chart = await screen.findByRole("slider");
  expect(chart.getAttribute("aria-label")).toBe("Pending updates, last 24 hours");
  expect(chart.getAttribute("aria-valuetext")).toMatch(/^0 updates at/);
  act(() => chart.focus());
  expect(screen.getByTestId("chart-tip").textContent).toMatch(/^0 updates at/);
  for (const [key, words] of [["ArrowLeft", "41 updates"], ["ArrowLeft", "1 update"], ["ArrowLeft", "1 update"], ["End", "0 updates"], ["Home", "1 update"], ["ArrowRight", "41 updates"]] as const) {
    fireEvent.keyDown(chart, { key });
    expect(chart.getAttribute("aria-valuetext")).toMatch(new RegExp(`^${words} at`));
  }
  act(() => chart.blur());
  expect(screen.queryByTestId("chart-tip")).toBeNull();
});

it("looks back as far as chosen, remembers that, and follows each check", async () => {
  const { backend, back } = await card(() => [sample(5, 0), sample(1, 0)]);
  await screen.findByRole("slider");
  fireEvent.click(screen.getByText("7 d"));
  await expect.poll(back).toEqual([24, 7 * 24]);
  await act(async () => backend.fire(news({ type: "webhook", bot_id: "a" }, 1)));
  await act(async () => backend.fire(news({ type: "webhook", bot_id: "b" }, 2)));
  await expect.poll(back).toEqual([24, 168, 168]);
  cleanup();
  const again = await card(() => []);
  await expect.poll(again.back).toEqual([168]);
});

it("says why it could not be read", async () => {
  await card(() => {
    throw apiError({ code: "store", message: "The database cannot be read." });
  });
  expect((await screen.findByTestId("error-note")).textContent).toContain("The database cannot be read.");
});
