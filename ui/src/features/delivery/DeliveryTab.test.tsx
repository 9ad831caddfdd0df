import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Op } from "../../backend/backend";
import type { DeliveryView } from "../../bindings/DeliveryView";
import { show } from "../../testing/show";
import { apiError, attempt, bot, delivery, news, overview, quiet, recorded, row, TableBackend, target } from "../../testing/world";
import { DeliveryTab } from "./DeliveryTab";
import { WithDelivery } from "./useDelivery";

beforeEach(() => localStorage.clear());
afterEach(cleanup);

type Answers = ConstructorParameters<typeof TableBackend>[0];

async function open(start: DeliveryView, answers: Answers = {}) {
  const world = { view: start };
  const change = () => world.view;
  const backend = new TableBackend({ ...quiet, overview: () => overview({ bots: [bot()] }), delivery: change, configure_delivery: change, deliver_again: change, discard_held: change, inject_fault: change, ...answers });
  await show(
    backend,
    <WithDelivery botId="a">
      <DeliveryTab bot={bot()} />
    </WithDelivery>,
  );
  await screen.findByTestId("delivery-health");
  return { backend, world, told: () => act(async () => backend.fire(news({ type: "delivery", bot_id: "a" }, 1))) };
}

const asked = (backend: TableBackend, op: Op) => backend.asked.filter((each) => each.op === op).at(-1)?.input;
const held = (id: number) => ({ id, update: row(id), target: "t", state: "aside" as const, tries: 5 });
/** A bot with so many updates set aside. */
const aside = (n: number) => delivery({ aside: n, targets: [target({ aside: n })] });

it("leads from nothing to a bot that updates are relayed to", async () => {
  const { backend, world } = await open(recorded());
  expect(screen.getByTestId("delivery-health").textContent).toContain("Updates are recorded only.");
  fireEvent.click(screen.getByTestId("delivery-help"));
  const field = await screen.findByTestId("target-url");
  await expect.poll(() => document.activeElement).toBe(field);
  fireEvent.change(field, { target: { value: " http://localhost:8081/hook " } });
  fireEvent.change(screen.getByTestId("target-secret"), { target: { value: "hush" } });
  fireEvent.click(screen.getByTestId("add-header"));
  fireEvent.change(screen.getByTestId("header-name"), { target: { value: "X-Key" } });
  fireEvent.change(screen.getByTestId("header-value"), { target: { value: "1" } });
  expect(screen.getByTestId("target-secret").getAttribute("type")).toBe("password");
  world.view = delivery();
  fireEvent.submit(screen.getByTestId("delivery-form"));
  await expect.poll(() => asked(backend, "configure_delivery")).toMatchObject({
    mode: "relay",
    targets: [{ id: null, url: "http://localhost:8081/hook", answers: true, secret_token: "hush", headers: [{ name: "X-Key", value: "1" }] }],
  });
});

it("says that the bot is down and how many are held, and that they drain", async () => {
  const down = target({ held: 41, health: { state: "absent", words: "", remedy: "Start the bot.", median_us: null, last_at: null, last_error: attempt(1, { delivered: false, status: null, trouble: "refused", message: "Nothing listens at this address." }) } });
  const { world, told } = await open(delivery({ held: 41, targets: [down] }));
  expect(screen.getByRole("alert").textContent).toBe("Your bot is down: 41 updates held.Nothing listens at this address. Start the bot.");
  expect(screen.getByTestId("held-waiting").textContent).toBe("Waiting 41");
  world.view = delivery();
  await told();
  await expect.poll(() => screen.getByTestId("delivery-health").textContent).toBe("Your bot answers at localhost:8081/hook, usually in 12 ms.");
  expect(screen.getByTestId("held-waiting").textContent).toBe("Waiting 0");
});

it("keeps what is typed when deliveries go on, and discards it when asked", async () => {
  const { world, told } = await open(delivery());
  fireEvent.change(screen.getByTestId("target-url"), { target: { value: "http://localhost:1" } });
  world.view = delivery({ held: 2 });
  await told();
  expect(screen.getByTestId<HTMLInputElement>("target-url").value).toBe("http://localhost:1");
  fireEvent.click(screen.getByTestId("discard-delivery"));
  expect(screen.getByTestId<HTMLInputElement>("target-url").value).toBe("http://localhost:8081/hook");
});

it("shows in its place why a change was refused", async () => {
  const { backend } = await open(delivery(), {
    configure_delivery: () => {
      throw apiError({ code: "invalid_input", message: "Nothing can listen on port 0." });
    },
  });
  fireEvent.click(screen.getByRole("radio", { name: /^Hold/ }));
  fireEvent.submit(screen.getByTestId("delivery-form"));
  expect((await within(screen.getByTestId("delivery-form")).findByRole("alert")).textContent).toContain("Nothing can listen on port 0.");
  expect(asked(backend, "configure_delivery")).toMatchObject({ mode: "hold" });
});

it("accepts a certificate by its fingerprint", async () => {
  const ill = target({ health: { state: "absent", words: "", remedy: null, median_us: null, last_at: null, last_error: attempt(1, { delivered: false, status: null, trouble: "certificate", message: "Not trusted.", certificate: "ab12cd" }) } });
  const { backend } = await open(delivery({ targets: [ill] }));
  expect(screen.getByTestId("delivery-health").textContent).toContain("ab12cd");
  fireEvent.click(screen.getByText("Accept this certificate"));
  await expect.poll(() => asked(backend, "configure_delivery")).toMatchObject({ targets: [{ id: "t", certificate: "ab12cd" }] });
});

it("delivers a selection again, in the order it came", async () => {
  const { backend } = await open(aside(3), { list_held: () => ({ rows: [held(3), held(2), held(1)], more: false }) });
  const boxes = (await screen.findAllByTestId("held-row")).map((each) => within(each).getByRole("checkbox"));
  expect(screen.queryByTestId("deliver-again")).toBeNull();
  fireEvent.click(boxes[0]!);
  fireEvent.click(boxes[2]!);
  fireEvent.click(screen.getByTestId("deliver-again"));
  await expect.poll(() => asked(backend, "deliver_again")).toEqual({ bot_id: "a", seqs: [1, 3], all: null, target: "t" });
  expect(asked(backend, "list_held")).toMatchObject({ state: "aside" });
});

it("acts on a copy's delivery where that is the one picked, and counts it", async () => {
  const copy = target({ id: "u", url: "http://localhost:9/copy", answers: false, aside: 2 });
  // The same update, set aside at both.
  const rows = [{ ...held(4), update: row(1), target: "u" }, { ...held(3), update: row(1) }, { ...held(2), target: "u" }];
  const { backend } = await open(delivery({ aside: 1, targets: [target({ aside: 1 }), copy] }), { list_held: () => ({ rows, more: false }) });
  expect(screen.getByTestId("held-aside").textContent).toBe("Set aside 3");
  const shown = await screen.findAllByTestId("held-row");
  expect(shown.map((each) => each.textContent?.includes("copy to localhost:9/copy"))).toEqual([true, false, true]);
  fireEvent.click(within(shown[0]!).getByRole("checkbox"));
  fireEvent.click(screen.getByTestId("deliver-again"));
  await expect.poll(() => asked(backend, "deliver_again")).toEqual({ bot_id: "a", seqs: [1], all: null, target: "u" });
  await expect.poll(() => screen.queryByTestId("deliver-again")).toBeNull();
  for (const each of shown) fireEvent.click(within(each).getByRole("checkbox"));
  fireEvent.click(screen.getByTestId("discard-held"));
  fireEvent.click(await screen.findByTestId("discard-confirm"));
  await expect.poll(() => backend.asked.filter((each) => each.op === "discard_held").map((each) => each.input)).toEqual([
    { bot_id: "a", states: ["aside"], seqs: [2, 1], target: "u" },
    { bot_id: "a", states: ["aside"], seqs: [1], target: "t" },
  ]);
});

it("delivers all of a sort again, however many there are", async () => {
  const { backend } = await open(aside(1234), { list_held: () => ({ rows: [held(2), held(1)], more: true }) });
  const all = await screen.findByTestId("deliver-all-again");
  expect(all.textContent).toBe("Deliver all 1,234 again");
  fireEvent.click(all);
  await expect.poll(() => asked(backend, "deliver_again")).toEqual({ bot_id: "a", seqs: [], all: "aside" });
});

it("shows more of them when asked, read from the first again", async () => {
  const { backend } = await open(aside(90), {
    list_held: ({ before, limit }) => ({ rows: Array.from({ length: Math.min(limit, 90) }, (_, index) => held((before ?? 2001) - 1 - index)), more: limit < 90 }),
  });
  await expect.poll(() => screen.queryAllByTestId("held-row").length).toBe(50);
  fireEvent.click(screen.getByTestId("held-more"));
  await expect.poll(() => screen.getAllByTestId("held-row").length).toBe(90);
  expect(asked(backend, "list_held")).toMatchObject({ state: "aside", before: null, limit: 250 });
});

it("lists what failed for good, which can be delivered again and not discarded", async () => {
  const { backend } = await open(delivery(), { list_held: ({ state }) => ({ rows: state === "failed" ? [{ ...held(1), state: "failed" as const, tries: 0 }] : [], more: false }) });
  fireEvent.click(screen.getByTestId("held-failed"));
  await screen.findByTestId("held-row");
  expect(screen.queryByTestId("discard-held")).toBeNull();
  fireEvent.click(screen.getByTestId("deliver-all-again"));
  await expect.poll(() => asked(backend, "deliver_again")).toEqual({ bot_id: "a", seqs: [], all: "failed" });
});

it("asks before it discards, and names how many", async () => {
  const { backend } = await open(aside(41), { list_held: ({ before }) => ({ rows: before === null ? [held(2), held(1)] : [], more: before === null }) });
  fireEvent.click(await screen.findByText("Discard all"));
  expect(screen.getByTestId("discard-confirm").textContent).toBe("Discard 41 updates set aside");
  expect(backend.count("discard_held")).toBe(0);
  fireEvent.keyDown(document.body, { key: "Escape" });
  expect(screen.queryByTestId("discard-question")).toBeNull();
  fireEvent.click(within(screen.getAllByTestId("held-row")[0]!).getByRole("checkbox"));
  fireEvent.click(screen.getByTestId("discard-held"));
  fireEvent.click(screen.getByText("Discard 1 update set aside"));
  await expect.poll(() => asked(backend, "discard_held")).toEqual({ bot_id: "a", states: ["aside"], seqs: [2], target: "t" });
});

it("moves no row under the pointer", async () => {
  let rows = [held(2), held(1)];
  const { told } = await open(aside(2), { list_held: () => ({ rows, more: false }) });
  await screen.findAllByTestId("held-row");
  const list = screen.getAllByTestId("held-row")[0]!.closest("ul")!;
  fireEvent.pointerEnter(list);
  rows = [held(1)];
  await told();
  expect(screen.getAllByTestId("held-row")).toHaveLength(2);
  fireEvent.pointerLeave(list);
  await expect.poll(() => screen.getAllByTestId("held-row").length).toBe(1);
});

it("has deliveries go wrong as often as asked, and stops that", async () => {
  const { backend, world, told } = await open(delivery());
  fireEvent.click(screen.getByRole("radio", { name: /^Drop/ }));
  fireEvent.change(screen.getByTestId("fault-times"), { target: { value: "3" } });
  fireEvent.click(screen.getByTestId("fault-start"));
  await expect.poll(() => asked(backend, "inject_fault")).toEqual({ bot_id: "a", fault: { type: "drop" }, times: 3 });
  world.view = delivery({ fault: { fault: { type: "drop" }, left: 2 } });
  await told();
  expect((await screen.findByTestId("fault-on")).textContent).toContain("The next 2 deliveries are dropped, as you asked.");
  fireEvent.click(screen.getByTestId("fault-stop"));
  await expect.poll(() => asked(backend, "inject_fault")).toEqual({ bot_id: "a", fault: null, times: null });
});
