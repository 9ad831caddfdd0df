// How the page of a webhook mends, gives back, pauses and examines.
import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { BotView } from "../../bindings/BotView";
import type { Check } from "../../bindings/Check";
import { show } from "../../testing/show";
import { apiError, at, bot, entry, info, later, news, overview, quiet, settings, TableBackend, webhook } from "../../testing/world";
import { WebhookTab } from "./WebhookTab";

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

type Answers = ConstructorParameters<typeof TableBackend>[0];

async function page(of: BotView, answers: Answers = {}) {
  const backend = new TableBackend({ ...quiet, overview: () => overview({ bots: [of] }), ...answers });
  const shown = await show(backend, <WebhookTab bot={of} form={null} />);
  const inputs = (op: string) => backend.asked.filter((each) => each.op === op).map((each) => each.input);
  return { backend, inputs, ...shown };
}

const standing = (how: BotView["watch"]["standing"], part: Partial<BotView> = {}) => bot({ ...part, watch: { ...bot().watch, standing: how } });
const press = (id: string) => act(async () => void fireEvent.click(screen.getByTestId(id)));

it.each(["take_back", "let_go"] as const)("answers a dispute with %s", async (answer) => {
  const of = standing({ type: "taken_over", host: "api.example.com", since: at(900) }, { webhook: webhook({ owner: "foreign", info: info({ url: "https://api.example.com/x" }), checked_at: at(9) }) });
  const { inputs } = await page(of, { settle_dispute: () => of });
  expect(screen.getByTestId("verdict").textContent).toContain("First seen");
  await press(`mend-${answer}`);
  expect(inputs("settle_dispute")).toEqual([{ bot_id: "a", answer }]);
});

it("says in its place why a dispute could not be settled", async () => {
  const of = standing({ type: "polled", since: at(900) }, { webhook: webhook({ owner: "none", info: info({ url: "" }), checked_at: at(9) }) });
  await page(of, {
    settle_dispute: () => {
      throw apiError({ code: "conflict", message: "Another program sets the webhook at the same moment." });
    },
  });
  await press("mend-take_back");
  expect(within(screen.getByTestId("verdict")).getByTestId("error-note").textContent).toContain("Another program sets the webhook");
});

it("tries again now what waits for its next try", async () => {
  const { inputs } = await page(standing({ type: "waiting", cause: "new_errors", until: at(-25) }), { refresh_webhook: () => webhook() });
  await press("mend-repair");
  expect(inputs("refresh_webhook")).toEqual([{ bot_id: "a" }]);
});

it("sends a probe from where it is missed, and says how it went", async () => {
  let back: number | null = 40;
  const { inputs } = await page(standing({ type: "backlog", pending: 200 }), {
    probe: () => ({ at: at(0), public_url: "https://calm.ngrok.app", dns_ms: 1, connect_ms: 1, tls_ms: 1, there_ms: 1, back_ms: back, error: back === null ? apiError({ code: "probe_lost", message: "Another program answered." }) : null }),
  });
  await press("mend-probe");
  expect(screen.getByTestId("verdict").textContent).toContain("The probe came back in 44 ms.");
  back = null;
  await press("mend-probe");
  expect(screen.getByTestId("verdict").textContent).toContain("Another program answered.");
  expect(screen.getByTestId("verdict").textContent).not.toContain("came back in");
  expect(inputs("probe")).toHaveLength(2);
});

const lease = { taken_at: at(900), url: "https://api.example.com/x", max_connections: 40, allowed_updates: null, ip_address: null, has_custom_certificate: false, secret_token_kept: false, certificate_kept: false, state: "held" as const };

it("says where a leased bot goes on quit, and puts it back", async () => {
  const of = bot({ lease });
  const { inputs } = await page(of, { settings: () => settings({ on_quit: { value: "leave" } }), give_back: () => of });
  await expect.poll(() => screen.getByTestId("lease").textContent).toContain("When you quit it stays with this computer");
  expect(screen.getByTestId("lease-lost").textContent).toContain("secret token");
  await press("give-back");
  expect(inputs("give_back")).toEqual([{ bot_id: "a" }]);
});

it("asks before it forgets a lease, with the focus on what loses nothing", async () => {
  const of = bot({ lease });
  const { inputs } = await page(of, { end_lease: () => of });
  await press("end-lease");
  expect(document.activeElement?.textContent).toBe("Keep it");
  fireEvent.keyDown(document.body, { key: "Escape" });
  expect(screen.queryByTestId("end-lease-confirm")).toBeNull();
  expect(document.activeElement).toBe(screen.getByTestId("end-lease"));
  expect(inputs("end_lease")).toEqual([]);
  await press("end-lease");
  await press("end-lease-confirm");
  expect(inputs("end_lease")).toEqual([{ bot_id: "a" }]);
});

it("turns what it looks after on and off, and shows at once what was asked for", async () => {
  const answer = later();
  const of = bot();
  const { inputs } = await page(of, { watch_bot: () => answer.promise.then(() => of) });
  await press("switch-auto_refresh");
  expect(screen.getByTestId("switch-auto_refresh")).toMatchObject({ checked: false, disabled: true });
  expect(inputs("watch_bot")).toEqual([{ bot_id: "a", auto_refresh: false, paused: null }]);
  await act(async () => answer.resolve());
  // The engine has said otherwise.
  expect(screen.getByTestId("switch-auto_refresh")).toMatchObject({ checked: true, disabled: false });
  await press("switch-paused");
  expect(inputs("watch_bot").at(-1)).toEqual({ bot_id: "a", auto_refresh: null, paused: true });
});

it("checks now, and not while paused", async () => {
  const { inputs, refresh } = await page(bot(), { refresh_webhook: () => webhook() });
  await press("check-now");
  expect(inputs("refresh_webhook")).toEqual([{ bot_id: "a" }]);
  const paused = bot({ watch: { ...bot().watch, paused: true } });
  await refresh(<WebhookTab bot={paused} form={null} />);
  expect(screen.getByTestId("check-now")).toHaveProperty("disabled", true);
  expect(screen.getByTestId("checks").textContent).toContain("not again while paused");
  expect(screen.getByTestId("verdict").className).toBe("note idle");
});

const check = (part: Partial<Check>): Check => ({ name: "token", finding: "good", sentence: "Telegram accepts the token.", fix: null, mend: null, detail: null, took_ms: 88, ...part });

it("examines the way, with a word, a fix and a button for each finding", async () => {
  const { inputs, navigation } = await page(bot(), {
    examine: () => ({
      at: at(0),
      checks: [check({}), check({ name: "tls", finding: "care", sentence: "It expires in 6 days." }), check({ name: "path", finding: "bad", sentence: "Another program answers.", fix: "Point the proxy here.", mend: "open_tunnel", detail: "502", took_ms: 1420 }), check({ name: "polling", finding: "skipped", sentence: "A webhook is set." })],
    }),
  });
  await press("examine");
  expect(inputs("examine")).toEqual([{ bot_id: "a" }]);
  expect(screen.getByTestId("found").textContent).toBe("1 check failed, 1 check to look at.");
  const rows = ["token", "tls", "path", "polling"].map((name) => screen.getByTestId(`check-${name}`).textContent);
  expect(rows[0]).toBe("goodToken: Telegram accepts the token.88 ms");
  expect(rows[1]).toContain("look");
  expect(rows[2]).toMatch(/^bad.*Another program answers\.Point the proxy here\..*502.*1\.4 s$/);
  expect(rows[3]).toBe("skippedPolling: A webhook is set.");
  fireEvent.click(within(screen.getByTestId("check-path")).getByTestId("mend-tunnel"));
  expect(navigation.go).toHaveBeenCalledWith({ page: "tunnel" });
});

it("offers to stop waiting for an examination that takes long", async () => {
  const { navigation } = await page(bot(), { examine: () => new Promise(() => {}) });
  vi.useFakeTimers();
  await press("examine");
  expect(screen.getByTestId("examine").getAttribute("aria-busy")).toBe("true");
  act(() => void vi.advanceTimersByTime(1100));
  fireEvent.click(within(screen.getByTestId("doctor")).getByText("Cancel"));
  expect(screen.getByTestId("examine").getAttribute("aria-busy")).toBeNull();
  expect(navigation.go).not.toHaveBeenCalled();
});

it("says why it could not examine", async () => {
  await page(bot(), {
    examine: () => {
      throw apiError({ message: "The examination was stopped." });
    },
  });
  await press("examine");
  expect(within(screen.getByTestId("doctor")).getByTestId("error-note").textContent).toContain("The examination was stopped.");
});

it("shows the history a page at a time, and holds still under the pointer", async () => {
  let newest = 25;
  const { backend, inputs } = await page(bot(), {
    list_history: ({ before, limit }) => {
      const first = before === null ? newest : before - 1;
      const last = Math.max(1, first - limit + 1);
      return { entries: Array.from({ length: first - last + 1 }, (_, index) => entry(first - index, { kind: "delivery_error", message: `error ${first - index}` })), more: last > 1 };
    },
  });
  const shown = () => screen.queryAllByTestId("history-entry").map((each) => Number(/error (\d+)/.exec(each.textContent ?? "")?.[1]));
  await expect.poll(() => shown().length).toBe(20);
  await press("history-earlier");
  expect(shown()).toEqual(Array.from({ length: 25 }, (_, index) => 25 - index));
  expect(screen.queryByTestId("history-earlier")).toBeNull();
  expect(inputs("list_history").at(-1)).toMatchObject({ before: 6 });

  fireEvent.pointerEnter(screen.getByTestId("history"));
  newest = 27;
  await act(async () => backend.fire(news({ type: "webhook", bot_id: "b" }, 1)));
  expect(inputs("list_history")).toHaveLength(2);
  await act(async () => backend.fire(news({ type: "webhook", bot_id: "a" }, 2)));
  expect((await screen.findByTestId("history-new")).textContent).toBe("2 new");
  expect(shown()[0]).toBe(25);
  await press("history-new");
  expect(shown().slice(0, 3)).toEqual([27, 26, 25]);
  fireEvent.pointerLeave(screen.getByTestId("history"));
  newest = 28;
  await act(async () => backend.fire(news({ type: "webhook", bot_id: "a" }, 3)));
  await expect.poll(() => shown()[0]).toBe(28);
});

it("unfolds an entry's raw words", async () => {
  await page(bot(), { list_history: () => ({ entries: [entry(1, { kind: "check_failed", code: "timeout", message: "Telegram did not answer.", detail: "operation timed out" })], more: false }) });
  const row = await screen.findByTestId("history-entry");
  expect(row.querySelector("summary")?.textContent).toBe("Telegram could not be asked. Telegram did not answer.");
  expect(row.querySelector("pre")?.textContent).toContain("code: timeout\nmessage: Telegram did not answer.\ndetail: operation timed out");
});
