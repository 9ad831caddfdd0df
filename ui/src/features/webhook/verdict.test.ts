import { describe, expect, it } from "vitest";
import type { TunnelState } from "../../bindings/TunnelState";
import { clock } from "../../components/time";
import { apiError, at, bot, info, NOW, overview, webhook } from "../../testing/world";
import { verdict } from "./verdict";

const online = overview();
const tunnel = (state: TunnelState) => overview({ tunnel: { ...online.tunnel, state } });
const reconnecting = tunnel({ type: "reconnecting", error: apiError(), attempt: 1, next_try_at: at(-3) });
const none = overview({ tunnel: { ...online.tunnel, kind: "none", state: { type: "off" } } });
const owned = (owner: "none" | "foreign" | "ours_outdated" | "unknown") => bot({ webhook: webhook({ owner }) });

describe("verdict", () => {
  it.each([
    ["missing token", bot({ token_state: "missing" }), online, "bad", "This bot's token is missing", ["edit"]],
    ["unreadable token", bot({ token_state: "unreadable", webhook: null }), online, "care", "The keyring that holds this bot's token cannot be read", ["refresh"]],
    ["the keyring's own words", bot({ token_state: "unreadable", webhook: webhook({ error: apiError({ code: "keyring_locked", message: "The keyring is locked." }) }) }), online, "care", "The keyring is locked.", ["refresh"]],
    ["not asked", bot({ webhook: null }), online, "idle", "Not checked yet", ["refresh"]],
    ["refused token", bot({ webhook: webhook({ error: apiError({ code: "unauthorized", message: "Refused." }) }) }), online, "bad", "Refused.", ["edit"]],
    ["none", owned("none"), online, "idle", "No webhook is set", ["set"]],
    ["none, and no public URL", owned("none"), none, "idle", "No webhook is set", ["tunnel"]],
    ["foreign", owned("foreign"), online, "idle", "This bot delivers to calm.ngrok.app", ["set"]],
    ["outdated", owned("ours_outdated"), online, "bad", "Telegram delivers to an old address", ["set"]],
    ["unknown", owned("unknown"), online, "idle", "It is not known where Telegram delivers", ["refresh"]],
    ["reconnecting", bot(), reconnecting, "bad", "The tunnel is reconnecting: Telegram cannot reach this computer", ["connect"]],
    ["connecting", bot(), tunnel({ type: "connecting" }), "care", "The tunnel is connecting: Telegram cannot reach this computer", []],
    ["off", bot(), tunnel({ type: "off" }), "bad", "The tunnel is off: Telegram cannot reach this computer", ["connect"]],
    ["failed", bot(), tunnel({ type: "failed", error: apiError() }), "bad", "The tunnel is down: Telegram cannot reach this computer", ["connect"]],
    ["no tunnel any more", bot(), none, "bad", "There is no public URL: Telegram cannot reach this computer", ["tunnel"]],
    ["sandbox stopped", bot({ environment: { type: "sandbox" } }), overview({ sandbox: { running: false, api_root: null, public_url: null } }), "idle", "The sandbox is not running", []],
    ["all well", bot(), online, "good", "Telegram delivers to this computer", []],
  ] as const)("%s", (_name, of, world, tone, title, mend) => {
    expect(verdict(of, world)).toMatchObject({ tone, title, mend });
  });

  it.each([reconnecting, none])("asks to set nothing again while the tunnel is away", (world) => {
    for (const of of [bot(), owned("ours_outdated")]) {
      const { title, text } = verdict(of, world);
      expect(title + text).not.toMatch(/set (it|the webhook) again/i);
    }
  });

  it("says until when Telegram asks to wait also for a bot that is not looked after", () => {
    const error = apiError({ code: "too_many_requests", retry_after: 60 });
    const of = bot({ webhook: webhook({ error }), watch: { ...bot().watch, standing: { type: "not_wanted" }, next_check_at: at(-60) } });
    expect(verdict(of, online)).toMatchObject({ title: `Telegram asks to wait until ${clock(NOW + 60_000)}`, next: NOW + 60_000, mend: [] });
  });

  it("keeps the time out of its sentence", () => {
    const error = { last_error_date: NOW / 1000 - 3, last_error_message: "Wrong response from the webhook: 502 Bad Gateway" };
    expect(verdict(bot({ webhook: webhook({ info: info(error) }) }), online)).toMatchObject({ title: "Telegram got 502 Bad Gateway", at: NOW - 3000 });
  });
});
