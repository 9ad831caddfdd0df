import { describe, expect, it } from "vitest";
import type { LeaseView } from "../../bindings/LeaseView";
import { at, info } from "../../testing/world";
import { keptOf, lostByTaking, lostOf } from "./lease";

const lease = (part: Partial<LeaseView> = {}): LeaseView => ({
  taken_at: at(900),
  url: "https://api.example.com/x",
  max_connections: 40,
  allowed_updates: null,
  ip_address: null,
  has_custom_certificate: false,
  secret_token_kept: false,
  certificate_kept: false,
  state: "held",
  ...part,
});
const SECRET = expect.stringMatching(/^Its secret token, if it has one: /);
const CERTIFICATE = expect.stringMatching(/^Its certificate: /);

describe("what a lease keeps and loses", () => {
  it.each([
    [{}, [SECRET]],
    [{ secret_token_kept: true }, []],
    [{ has_custom_certificate: true }, [SECRET, CERTIFICATE]],
    [{ has_custom_certificate: true, certificate_kept: true, secret_token_kept: true }, []],
  ])("of %j it loses %j", (part, lost) => {
    expect(lostOf(lease(part))).toEqual(lost);
  });

  it.each([
    [{}, "its URL, 40 connections and allowed updates (Telegram's default set)"],
    [{ max_connections: null, allowed_updates: ["message", "poll"] }, "its URL and allowed updates (message, poll)"],
    [{ secret_token_kept: true, certificate_kept: true }, "its URL, 40 connections, allowed updates (Telegram's default set), its secret token and its certificate"],
  ])("of %j it keeps %s", (part, kept) => {
    expect(keptOf(lease(part))).toBe(kept);
  });

  it.each([
    ["nothing given", info(), {}, [SECRET]],
    ["a secret token given", info(), { secret_token: "s" }, []],
    ["a certificate that was not given", info({ has_custom_certificate: true }), { secret_token: "s" }, [CERTIFICATE]],
    ["a certificate given", info({ has_custom_certificate: true }), { secret_token: "s", certificate_pem: "PEM" }, []],
    ["nothing known", null, {}, [SECRET]],
  ])("with %s, taking over loses as much", (_name, present, given, lost) => {
    expect(lostByTaking(present, { secret_token: null, certificate_pem: null, ...given })).toEqual(lost);
  });
});
