import { describe, expect, it } from "vitest";
import { bot, info, overview, webhook } from "../../testing/world";
import { draftOf, lossWords, optionsOf } from "./draft";

const kinds = overview().update_kinds;
const of = (part: Parameters<typeof info>[0], owner: "ours" | "foreign" = "ours") => bot({ webhook: webhook({ owner, info: info(part) }) });

describe("what setting again sends", () => {
  it("leaves out what is Telegram's own", () => {
    expect(optionsOf(draftOf(of({ max_connections: 40 }), kinds, {}))).toEqual({
      drop_pending_updates: false,
      secret_token: null,
      max_connections: null,
      allowed_updates: null,
      ip_address: null,
      certificate_pem: null,
    });
  });

  it("keeps the number of connections, until another is given", () => {
    expect(optionsOf(draftOf(of({ max_connections: 7 }), kinds, {})).max_connections).toBe(7);
    expect(optionsOf(draftOf(of({ max_connections: 7 }), kinds, { max_connections: null })).max_connections).toBeNull();
  });

  it("sends the kinds that were chosen, and none for the default set", () => {
    const present = of({ allowed_updates: ["poll"] });
    expect(optionsOf(draftOf(present, kinds, { allowed: "these" })).allowed_updates).toEqual(["poll"]);
    expect(optionsOf(draftOf(of({}), kinds, { allowed: "these" })).allowed_updates).toEqual(["message"]);
    expect(optionsOf(draftOf(present, kinds, { allowed: "default" })).allowed_updates).toEqual([]);
    expect(optionsOf(draftOf(present, kinds, { allowed: "keep", kinds: ["message"] })).allowed_updates).toBeNull();
  });
});

describe("what setting again loses", () => {
  const words = (present: ReturnType<typeof bot>, touched = {}) => lossWords(present, draftOf(present, kinds, touched));

  it("names the certificate and the address, until they are given again", () => {
    const present = of({ has_custom_certificate: true, ip_address: "3.125.102.39" });
    expect(words(present)).toBe("Setting the webhook again drops the uploaded certificate, and the IP address 3.125.102.39 if it was fixed, unless given again under Options.");
    expect(words(present, { certificate_pem: "PEM", ip_address: "3.125.102.39" })).toBeNull();
  });

  it.each([
    ["nothing special", of({})],
    ["an address that Telegram does not know", of({ ip_address: "<unknown>" })],
    ["someone else's webhook, which has its own warning", of({ has_custom_certificate: true }, "foreign")],
  ])("says nothing of %s", (_name, present) => {
    expect(words(present)).toBeNull();
  });
});
