import { describe, expect, it } from "vitest";
import { apiError, at, bot, info, NOW, overview, webhook } from "../../testing/world";
import { health, lastErrorWords } from "./health";

const online = overview();
const offline = overview({ tunnel: { ...online.tunnel, state: { type: "failed", error: apiError() } } });
const stopped = overview({ sandbox: { running: false, api_root: null, public_url: null } });
const tunnel = (type: "off" | "connecting" | "reconnecting") =>
  overview({ tunnel: { ...online.tunnel, state: type === "reconnecting" ? { type, error: apiError(), attempt: 2, next_try_at: at(-4) } : { type } } });
const none = overview({ tunnel: { ...online.tunnel, kind: "none", state: { type: "off" } } });
const seconds = (ago: number) => NOW / 1000 - ago;

describe("health", () => {
  it.each([
    ["missing token", bot({ token_state: "missing" }), online, "bad", "Its token is missing"],
    ["unreadable keyring", bot({ token_state: "unreadable" }), online, "care", "Its token cannot be read"],
    ["not asked yet", bot({ webhook: null }), online, "idle", "Not checked yet"],
    ["revoked token", bot({ webhook: webhook({ error: apiError({ code: "unauthorized" }) }) }), online, "bad", "Telegram refuses its token"],
    ["no network", bot({ webhook: webhook({ error: apiError({ code: "dns" }) }) }), online, "care", "Telegram cannot be reached"],
    ["flood wait", bot({ webhook: webhook({ error: apiError({ code: "too_many_requests" }) }) }), online, "care", "Telegram asks to wait"],
    ["any other error", bot({ webhook: webhook({ error: apiError({ message: "It broke" }) }) }), online, "bad", "It broke"],
    ["none", bot({ webhook: webhook({ owner: "none", info: info({ url: "" }) }) }), online, "idle", "No webhook yet"],
    ["none, one waits", bot({ webhook: webhook({ owner: "none", info: info({ url: "", pending_update_count: 1 }) }) }), online, "care", "No webhook: 1 update waits at Telegram"],
    ["foreign", bot({ webhook: webhook({ owner: "foreign", info: info({ url: "https://api.example.com/x" }) }) }), online, "idle", "Webhook belongs to api.example.com"],
    ["outdated", bot({ webhook: webhook({ owner: "ours_outdated" }) }), online, "bad", "Telegram has an old address"],
    ["tunnel down", bot(), offline, "bad", "The tunnel is down"],
    ["tunnel down, 41 wait", bot({ webhook: webhook({ info: info({ pending_update_count: 41 }) }) }), offline, "bad", "The tunnel is down: 41 updates wait at Telegram"],
    ["tunnel off", bot(), tunnel("off"), "bad", "The tunnel is off"],
    ["tunnel connecting", bot(), tunnel("connecting"), "care", "The tunnel is connecting"],
    ["tunnel reconnecting", bot(), tunnel("reconnecting"), "bad", "The tunnel is reconnecting"],
    ["no tunnel any more", bot(), none, "bad", "There is no public URL"],
    ["sandbox needs no tunnel", bot({ environment: { type: "sandbox" } }), offline, "good", "Ready, no update yet"],
    ["sandbox stopped", bot({ environment: { type: "sandbox" } }), stopped, "idle", "The sandbox is not running"],
    ["ready", bot(), online, "good", "Ready, no update yet"],
    ["receiving", bot({ last_update_at: at(5) }), online, "good", "Receiving, last update 5 s ago"],
    [
      "current error",
      bot({ last_update_at: at(90), webhook: webhook({ info: info({ last_error_date: seconds(60), last_error_message: "Wrong response from the webhook: 502 Bad Gateway" }) }) }),
      online,
      "care",
      "Telegram got 502 Bad Gateway 1 min ago",
    ],
    [
      "error before the last update",
      bot({ last_update_at: at(5), webhook: webhook({ info: info({ last_error_date: seconds(60), last_error_message: "Connection refused" }) }) }),
      online,
      "good",
      "Receiving, last update 5 s ago",
    ],
  ] as const)("%s", (_name, of, world, tone, short) => {
    const said = health(of, world, NOW);
    expect([said.tone, said.short]).toEqual([tone, short]);
    expect((said.lead + said.rest).length).toBeGreaterThan(0);
  });

  it("asks to set nothing again while the tunnel is away", () => {
    const { lead, rest } = health(bot(), tunnel("reconnecting"), NOW);
    expect(lead + rest).toBe("The tunnel is reconnecting: Telegram cannot reach this computer.");
    const old = health(bot({ webhook: webhook({ owner: "ours_outdated" }) }), tunnel("reconnecting"), NOW);
    expect(old.lead + old.rest).toBe("Telegram delivers to an old address of this computer, and the tunnel is reconnecting.");
  });

  it("keeps Telegram's own words", () => {
    expect(lastErrorWords(info({ last_error_message: "Wrong response from the webhook: 404 Not Found" }))).toBe("404 Not Found");
    expect(lastErrorWords(info({ last_error_message: "Connection refused" }))).toBe("Connection refused");
    expect(lastErrorWords(info())).toBeNull();
  });
});
