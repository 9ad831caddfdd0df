import { describe, expect, it } from "vitest";
import type { Cause } from "../../bindings/Cause";
import type { Standing } from "../../bindings/Standing";
import { clock } from "../../components/time";
import { apiError, at, bot, info, NOW, overview, webhook } from "../../testing/world";
import { verdict } from "../webhook/verdict";
import { health } from "./health";

const CAUSES = Object.keys({ user: 1, url_missing: 1, url_invalid: 1, url_changed: 1, new_errors: 1, pending_high: 1, quit: 1, crash: 1, sandbox_started: 1 } satisfies Record<Cause, 1>) as Cause[];

const none = webhook({ owner: "none", info: info({ url: "" }), checked_at: at(10) });
const foreign = webhook({ owner: "foreign", info: info({ url: "https://api.example.com/x" }), checked_at: at(10) });
const failing = webhook({ info: info({ last_error_date: NOW / 1000 - 60, last_error_message: "Wrong response from the webhook: 502 Bad Gateway" }), diagnosis: { cause: "It is down.", fix: "Start it.", mend: "open_options" } });
const offline = overview({ tunnel: { ...overview().tunnel, state: { type: "failed", error: apiError({ message: "ngrok refused.", remedy: "Give a token." }) } } });

const WAIT = apiError({ code: "too_many_requests", message: "Telegram asks to wait 60 seconds before the next request.", retry_after: 60 });

type Case = [standing: Standing, part: Parameters<typeof bot>[0], world: ReturnType<typeof overview>, tone: string, short: string, title: string, mend: string[]];

/** Every way in which a webhook can stand, each at least once: a new one without words fails the type check. */
const CASES = {
  unchecked: [[{ type: "unchecked" }, { webhook: null }, overview(), "idle", "Not checked yet", "Not checked yet", ["refresh"]]],
  not_wanted: [
    [{ type: "not_wanted" }, { webhook: none }, overview(), "idle", "No webhook yet", "No webhook is set", ["set"]],
    [{ type: "not_wanted" }, { webhook: foreign }, overview(), "idle", "Webhook belongs to api.example.com", "This bot delivers to api.example.com", ["set"]],
  ],
  right: [[{ type: "right" }, {}, overview(), "good", "Ready, no update yet", "Telegram delivers to this computer", []]],
  paused: [[{ type: "paused" }, {}, overview(), "idle", "Paused", "This bot is paused", ["resume"]]],
  no_public_url: [
    [{ type: "no_public_url" }, { webhook: none }, offline, "bad", "The tunnel is down", "The tunnel is down: the webhook cannot be set", ["connect"]],
    [{ type: "no_public_url" }, {}, offline, "bad", "The tunnel is down", "The tunnel is down: Telegram cannot reach this computer", ["connect"]],
  ],
  report_only: CAUSES.map((cause): Case => [{ type: "report_only", cause }, { webhook: none }, overview(), "care", expect.any(String), expect.any(String), ["set"]]),
  waiting: CAUSES.map((cause): Case => [{ type: "waiting", cause, until: at(-25) }, { webhook: none }, overview(), "care", expect.any(String), expect.any(String), ["repair"]]),
  delivery_fails: [
    [{ type: "delivery_fails", since: at(60) }, { webhook: failing }, overview(), "care", "Telegram got 502 Bad Gateway 1 min ago", "Telegram got 502 Bad Gateway", ["options"]],
    [{ type: "delivery_fails", since: at(60) }, {}, overview(), "care", "Deliveries fail, last 1 min ago", "Telegram got an error", ["refresh"]],
    [{ type: "delivery_fails", since: at(60) }, { webhook: failing }, offline, "bad", "The tunnel is down", "The tunnel is down: Telegram cannot reach this computer", ["connect"]],
  ],
  backlog: [[{ type: "backlog", pending: 812 }, {}, overview(), "care", "812 updates wait at Telegram", "812 updates wait at Telegram, and they do not become fewer", ["probe"]]],
  taken_over: [[{ type: "taken_over", host: "api.example.com", since: at(900) }, { webhook: foreign }, overview(), "care", "api.example.com has taken it over", "api.example.com has taken this bot over", ["take_back", "let_go"]]],
  polled: [[{ type: "polled", since: at(900) }, { webhook: none }, overview(), "care", "Something deletes its webhook", "Something deletes this bot's webhook again and again", ["take_back", "let_go"]]],
  cannot_ask: [
    [{ type: "cannot_ask", error: apiError({ code: "unauthorized", message: "Refused." }), until: null }, { webhook: null }, overview(), "bad", "Telegram refuses its token", "Refused.", ["edit"]],
    [{ type: "cannot_ask", error: apiError({ code: "timeout", message: "No answer." }), until: at(-60) }, { webhook: none }, overview(), "care", "Telegram cannot be reached", "No answer.", ["refresh"]],
    [{ type: "cannot_ask", error: WAIT, until: at(-60) }, {}, overview(), "care", "Telegram asks to wait", `Telegram asks to wait until ${clock(NOW + 60_000)}`, []],
    [{ type: "cannot_ask", error: WAIT, until: at(-60) }, { webhook: webhook({ error: WAIT }) }, overview(), "care", "Telegram asks to wait", `Telegram asks to wait until ${clock(NOW + 60_000)}`, []],
  ],
} satisfies Record<Standing["type"], Case[]>;

/** As the last check left it: older than nothing else that is known. */
const standing = (how: Standing, part: Parameters<typeof bot>[0]) =>
  bot({ ...part, watch: { auto_refresh: how.type !== "report_only", paused: how.type === "paused", standing: how, last_checked_at: at(5), next_check_at: null } });

describe("how a webhook stands, in the list and on its page", () => {
  it.each(Object.values(CASES).flat() as Case[])("%j", (how, part, world, tone, short, title, mend) => {
    const of = standing(how, part);
    const [one, other] = [health(of, world, NOW), verdict(of, world)];
    expect([one.tone, one.short]).toEqual([tone, short]);
    expect(one.lead + one.rest).toMatch(/^\S.*\.$/);
    expect(other).toMatchObject({ tone, title, mend });
    expect(other.text).toMatch(/^\S.*\.$/);
    expect(one.short + one.lead + one.rest + other.title + other.text).not.toMatch(/undefined|null|!/);
  });

  it("says another thing for every cause", () => {
    const titles = CAUSES.map((cause) => verdict(standing({ type: "report_only", cause }, { webhook: none }), overview()).title);
    expect(new Set(titles).size).toBe(CAUSES.length);
  });

  it("says when the next try is, and since when it is so, apart from its sentence", () => {
    expect(verdict(standing({ type: "waiting", cause: "url_missing", until: at(-25) }, { webhook: none }), overview()).next).toBe(NOW + 25_000);
    expect(verdict(standing({ type: "taken_over", host: "x", since: at(900) }, { webhook: foreign }), overview()).since).toBe(NOW - 900_000);
    const asked = standing({ type: "cannot_ask", error: apiError(), until: at(-60) }, { webhook: webhook({ info: null, owner: "unknown", error: apiError({ code: "timeout" }) }) });
    expect(verdict(asked, overview()).next).toBe(NOW + 60_000);
  });

  it("says of a bot that fails that setting it again is no cure", () => {
    expect(verdict(standing({ type: "delivery_fails", since: at(60) }, { webhook: failing }), overview()).text).toBe("It is down. Start it. The webhook is right: setting it again would not cure this.");
  });
});

describe("a newer answer than the last check's", () => {
  const now = (how: Standing, part: Parameters<typeof bot>[0] = {}) => verdict(standing(how, { webhook: webhook({ checked_at: at(1) }), ...part }), overview()).title;
  const right = "Telegram delivers to this computer";

  it.each<Standing>([
    { type: "taken_over", host: "x", since: at(900) },
    { type: "polled", since: at(900) },
    { type: "no_public_url" },
    { type: "report_only", cause: "url_missing" },
    { type: "waiting", cause: "url_changed", until: at(-9) },
    { type: "cannot_ask", error: apiError(), until: null },
  ])("that ours is registered ends %j", (how) => {
    expect(now(how)).toBe(right);
    expect(now(how, { webhook: webhook({ checked_at: at(1), owner: "none", info: info({ url: "" }) }) })).not.toBe(right);
  });

  it("does not end what goes on although ours is registered", () => {
    expect(now({ type: "waiting", cause: "new_errors", until: at(-9) })).toBe("Deliveries to this computer fail");
    expect(now({ type: "backlog", pending: 200 })).toContain("200 updates wait");
    expect(now({ type: "delivery_fails", since: at(60) })).toBe("Telegram got an error");
  });

  it("an update that arrived since ends the failing", () => {
    expect(now({ type: "delivery_fails", since: at(60) }, { last_update_at: at(3) })).toBe(right);
    expect(now({ type: "delivery_fails", since: at(60) }, { last_update_at: at(90) })).toBe("Telegram got an error");
  });
});

describe("a webhook that waits to be put back", () => {
  const lease = { taken_at: at(900), url: "https://api.example.com/x", max_connections: null, allowed_updates: null, ip_address: null, has_custom_certificate: false, secret_token_kept: false, certificate_kept: false, state: "returning" as const };

  it("is said in the list and on its page, with the button", () => {
    expect(health(bot({ lease }), overview(), NOW).short).toBe("api.example.com waits to be put back");
    expect(verdict(bot({ lease }), overview())).toMatchObject({ tone: "care", title: "The webhook of api.example.com waits to be put back", mend: ["give_back"] });
    expect(verdict(bot({ lease: { ...lease, state: "held" } }), overview()).tone).toBe("good");
  });
});
