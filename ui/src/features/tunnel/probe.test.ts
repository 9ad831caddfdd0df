import { describe, expect, it } from "vitest";
import type { ProbeView } from "../../bindings/ProbeView";
import { apiError, at, overview } from "../../testing/world";
import { barsOf, legsOf, roundTrip } from "./probe";
import { tunnelSentence } from "./words";

const probe = (part: Partial<ProbeView> = {}): ProbeView => ({ at: at(3), public_url: "https://calm.ngrok.app", dns_ms: 10, connect_ms: 20, tls_ms: 30, there_ms: 25, back_ms: 15, error: null, ...part });

describe("a probe's legs", () => {
  it("lie one after the other along the way", () => {
    expect(barsOf(probe()).map(({ name, from, width }) => [name, from, width])).toEqual([
      ["Name", 0, 10],
      ["Connection", 10, 20],
      ["TLS", 30, 30],
      ["There", 60, 25],
      ["Back", 85, 15],
    ]);
    expect(roundTrip(probe())).toBe(100);
  });

  it("stay in sight when they were not reached, and have no TLS where there is none", () => {
    expect(legsOf(probe({ there_ms: null, back_ms: null })).map((leg) => leg.ms)).toEqual([10, 20, 30, null, null]);
    expect(legsOf(probe({ public_url: "http://127.0.0.1:1", tls_ms: null })).map((leg) => leg.name)).toEqual(["Name", "Connection", "There", "Back"]);
    expect(barsOf(probe({ dns_ms: 0, connect_ms: 0, tls_ms: 0, there_ms: 0, back_ms: 0 })).map((bar) => bar.width)).toEqual([0, 0, 0, 0, 0]);
  });
});

describe("the tunnel in a sentence", () => {
  const tunnel = overview().tunnel;
  it.each([
    [{ kind: "none", state: { type: "off" } }, "idle", "There is no public URL, so Telegram cannot reach this computer."],
    [{ state: { type: "off" } }, "idle", "ngrok is off, so Telegram cannot reach this computer."],
    [{ state: { type: "connecting" } }, "care", "ngrok is connecting."],
    [{}, "good", "Telegram reaches this computer through ngrok."],
    [{ kind: "domain", settings: { ...tunnel.settings, port: 8000 } }, "good", "Hookbay listens at port 8000 for what your domain forwards."],
    [{ state: { type: "reconnecting", error: apiError(), attempt: 2, next_try_at: at(-3) } }, "care", "ngrok was lost and is reconnecting, try 2."],
    [{ kind: "domain", state: { type: "failed", error: apiError() } }, "bad", "Your domain is down, so Telegram cannot reach this computer."],
  ] as const)("of %j it says", (part, tone, text) => {
    expect(tunnelSentence({ ...tunnel, ...part })).toEqual({ tone, text });
  });
});
