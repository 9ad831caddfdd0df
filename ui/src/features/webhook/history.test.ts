import { describe, expect, it } from "vitest";
import type { Cause } from "../../bindings/Cause";
import type { EventKind } from "../../bindings/EventKind";
import { entry } from "../../testing/world";
import { BECAUSE, WRONG } from "./causes";
import { earlier, letIn, newer, NO_ENTRIES } from "./entries";
import { historyWords, rawOf } from "./history";

const URL = "https://api.example.com/x";

/** Every kind with the beginning of its sentence: a new kind without words fails the type check. */
const LEADS = {
  registered: "Webhook set to api.example.com",
  register_failed: "The webhook could not be set",
  deleted: "Webhook deleted",
  delete_failed: "The webhook could not be deleted",
  check_failed: "Telegram could not be asked",
  check_recovered: "Telegram can be asked again",
  delivery_error: "Telegram got an error",
  pending_high: "812 updates wait at Telegram",
  pending_normal: "Only 812 updates wait at Telegram now",
  taken_over: "api.example.com took this bot over",
  removed_elsewhere: "Another program deleted the webhook",
  lease_taken: "Taken over from api.example.com",
  taken_back: "Taken back from api.example.com",
  lease_returned: "Put back to api.example.com",
  lease_return_failed: "api.example.com could not be put back",
  lease_ended: "The webhook of api.example.com was given up",
  let_go: "Left to whoever has its webhook",
  paused: "Paused",
  resumed: "Looked after again",
  auto_refresh_on: "Repairing by itself turned on",
  auto_refresh_off: "Repairing by itself turned off",
  tunnel_dead: "api.example.com did not lead here, although the tunnel was online",
  tunnel_repaired: "api.example.com leads here again",
} satisfies Record<EventKind, string>;
const KINDS = Object.entries(LEADS) as [EventKind, string][];
const CAUSES = Object.keys(BECAUSE) as Cause[];

describe("a history's sentences", () => {
  it.each(KINDS)("has words for %s", (kind, lead) => {
    expect(historyWords(entry(1, { kind, url: URL, pending: 812 })).lead).toBe(lead);
  });

  it.each(KINDS.flatMap(([kind]) => [null, ...CAUSES].map((cause) => [kind, cause] as const)))("makes one sentence of %s and %s", (kind, cause) => {
    for (const part of [{}, { url: URL }, { message: "It broke", url: URL }, { pending: 1 }]) {
      const { lead, rest } = historyWords(entry(1, { kind, cause, ...part }));
      expect(lead + rest).toMatch(/^[A-Za-z0-9].*\.$/);
      expect(lead + rest).not.toMatch(/undefined|null|\.\.| {2}|!/);
      if (cause) expect(rest).toContain(BECAUSE[cause]);
    }
  });

  it("says another thing for every kind and every cause", () => {
    const all = (words: string[]) => expect(new Set(words).size).toBe(words.length);
    all(KINDS.map(([kind]) => historyWords(entry(1, { kind })).lead));
    all(Object.values(BECAUSE));
    all(Object.values(WRONG));
  });

  it("tells the first registration from one that repaired", () => {
    expect(historyWords(entry(1, { cause: "url_changed", url: URL }))).toEqual({ lead: "Webhook set again to api.example.com", rest: ", because the public URL had changed." });
    expect(historyWords(entry(1, { cause: "user" }))).toEqual({ lead: "Webhook set", rest: ", as you asked." });
  });

  it("keeps Telegram's own words of a failed delivery, and what waited then", () => {
    const failed = entry(1, { kind: "delivery_error", message: "Wrong response from the webhook: 502 Bad Gateway", pending: 41 });
    expect(historyWords(failed)).toEqual({ lead: "Telegram got 502 Bad Gateway", rest: ". 41 updates wait there." });
  });

  it("ends with what the error said", () => {
    expect(historyWords(entry(1, { kind: "register_failed", cause: "url_missing", message: "Telegram asks to wait." })).rest).toBe(", because there was none any more. Telegram asks to wait.");
  });

  it("has everything behind it to copy, and no empty lines", () => {
    expect(rawOf(entry(1, { at: "2026-11-24T14:00:00Z", kind: "check_failed", code: "timeout", detail: "operation timed out" }))).toBe("at: 2026-11-24T14:00:00Z\nkind: check_failed\ncode: timeout\ndetail: operation timed out");
  });
});

describe("a history's entries", () => {
  const page = (from: number, to: number, more = false) => ({ entries: Array.from({ length: from - to + 1 }, (_, index) => entry(from - index)), more });
  const seqs = (entries: { seq: number }[]) => entries.map((each) => each.seq);
  const first = newer(NO_ENTRIES, page(5, 3, true), false);

  it("begin with the newest page, and take in what is newer, none twice", () => {
    expect([seqs(first.shown), first.more]).toEqual([[5, 4, 3], true]);
    expect(seqs(newer(first, page(7, 5, true), false).shown)).toEqual([7, 6, 5, 4, 3]);
  });

  it("hold still while the reader is in them", () => {
    const held = newer(newer(first, page(6, 4, true), true), page(7, 5, true), true);
    expect([seqs(held.shown), seqs(held.waiting)]).toEqual([[5, 4, 3], [7, 6]]);
    expect(seqs(letIn(held).shown)).toEqual([7, 6, 5, 4, 3]);
    expect(letIn(held).waiting).toEqual([]);
  });

  it("begin anew when more is new than a page holds, but not under the reader", () => {
    expect(seqs(newer(first, page(90, 88, true), false).shown)).toEqual([90, 89, 88]);
    expect(newer(first, page(90, 88, true), true)).toEqual(first);
  });

  it("go on with earlier ones", () => {
    const all = earlier(first, page(3, 1));
    expect([seqs(all.shown), all.more]).toEqual([[5, 4, 3, 2, 1], false]);
  });
});
