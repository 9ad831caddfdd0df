import { expect, it } from "vitest";
import type { AttemptKind } from "../../bindings/AttemptKind";
import type { CallState } from "../../bindings/CallState";
import type { DeliveryState } from "../../bindings/DeliveryState";
import { attempt } from "../../testing/world";
import { attemptResult, callWords, encodingWords, KINDS, micros, phaseWords, resultOf } from "./words";

/** Every state with its word and colour: a new one without them fails the type check. */
const RESULTS = {
  delivered: [{ type: "delivered", status: 200 }, "200", "good"],
  failed: [{ type: "failed", status: 500 }, "500", "bad"],
  held: [{ type: "held" }, "held", "care"],
  aside: [{ type: "aside" }, "set aside", "bad"],
  expired: [{ type: "expired" }, "expired", "care"],
} satisfies Record<DeliveryState["type"], [DeliveryState, string, string]>;

it.each(Object.values(RESULTS) as [DeliveryState, string, string][])("of %j it says %s", (state, word, tone) => {
  const result = resultOf(state);
  expect([result?.word, result?.tone]).toEqual([word, tone]);
  expect(result?.title).toMatch(/^[A-Z].*\.$/);
});

it("says that there was no answer, and nothing of what was only recorded", () => {
  expect(resultOf({ type: "failed", status: null })?.word).toBe("failed");
  expect(resultOf(null)).toBeNull();
});

const KIND_WORDS = { relay: "relayed", hold: "held before", again: "delivered again", replay: "replayed" } satisfies Record<AttemptKind, string>;
it("has a word for every kind of attempt", () => expect(KINDS).toEqual(KIND_WORDS));

it("keeps HTTP's own words of an answer", () => {
  expect(attemptResult(attempt(1))).toEqual({ tone: "good", word: "200 OK" });
  expect(attemptResult(attempt(1, { delivered: false, status: 502 }))).toEqual({ tone: "bad", word: "502 Bad Gateway" });
  expect(attemptResult(attempt(1, { delivered: false, status: 418 })).word).toBe("418");
  expect(attemptResult(attempt(1, { delivered: false, status: null })).word).toBe("no answer");
});

it("leaves out the phases that were not needed", () => {
  expect(phaseWords(attempt(1).phases)).toBe("connect 0.3 ms · sent after 0.7 ms · first byte after 12 ms · all after 12 ms");
  expect(phaseWords({ dns: null, connect: null, tls: null, sent: null, first_byte: null, total: 1_400_000 })).toBe("all after 1.4 s");
  expect([40, 999_400].map(micros)).toEqual(["0.0 ms", "999 ms"]);
});

const CALLS = {
  sending: "Being sent on to Telegram: sendMessage.",
  waiting: "To be sent on to Telegram: sendMessage. Telegram asks to wait.",
  done: "Sent on to Telegram: sendMessage, ok.",
  refused: "Sent on to Telegram: sendMessage, refused.",
  unsent: "Not sent on to Telegram: sendMessage. Telegram could not be reached.",
  unknown: "Sent on to Telegram: sendMessage, and whether it was done is not known. It is not sent twice.",
  ended: "Not sent on to Telegram: sendMessage. Hookbay was ended while it waited; deliver the update again to have it sent.",
  replay: "Its answer asks for sendMessage, which was not sent on to Telegram: this was a replay.",
  copy: "Its answer asks for sendMessage, which was not sent on to Telegram: this is a copy.",
  barred: "Its answer asks for sendMessage, which Telegram does not take in an answer.",
} satisfies Record<CallState, string>;
it.each(Object.entries(CALLS) as [CallState, string][])("of a call that is %s it says: %s", (state, words) => {
  expect(callWords({ method: "sendMessage", state, detail: null }).words).toBe(words);
});

it("repeats Telegram's words of a refusal", () => {
  expect(callWords({ method: "sendMessage", state: "refused", detail: "Bad Request: chat not found" }).words).toBe("Sent on to Telegram: sendMessage, refused: Bad Request: chat not found");
});

it("says how a compressed answer is shown", () => {
  expect(encodingWords({ name: "gzip", is_decoded: true, is_whole: true })).toBe("It came as gzip and is shown unpacked; Telegram gets it as it came.");
  expect(encodingWords({ name: "gzip", is_decoded: true, is_whole: false })).toContain("as far as that went");
  expect(encodingWords({ name: "zstd", is_decoded: false, is_whole: false })).toContain("cannot be read here");
});
