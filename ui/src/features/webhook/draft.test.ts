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

  it("names the certificate, until it is given again", () => {
    const present = of({ has_custom_certificate: true });
    expect(words(present)).toBe("Setting the webhook again drops the uploaded certificate, unless given again under Options.");
    expect(words(present, { certificate_pem: "PEM" })).toBeNull();
  });

  it.each([
    ["nothing special", of({})],
    ["an address, which most often DNS has given", of({ ip_address: "3.125.102.39" })],
    ["someone else's webhook, which has its own warning", of({ has_custom_certificate: true }, "foreign")],
  ])("says nothing of %s", (_name, present) => {
    expect(words(present)).toBeNull();
  });
});
