// What delivery is called: modes, states of what is held, troubles, faults. Pure.
import type { Fault } from "../../bindings/Fault";
import type { HeldState } from "../../bindings/HeldState";
import type { Undelivered } from "../../bindings/Undelivered";
import type { Mode } from "../../bindings/Mode";
import type { Trouble } from "../../bindings/Trouble";
import { count } from "../../components/time";

export const MODES = {
  relay: { label: "Relay", hint: "Your bot answers Telegram itself, reply and all. While it is down, its updates are held and delivered afterwards." },
  hold: { label: "Hold", hint: "Telegram is answered at once; your bot gets every update in its chat's order, when it can take it. What it asks for in its answer is sent on to Telegram afterwards." },
  record: { label: "Record only", hint: "Updates are stored and shown here. Nothing is passed on." },
} satisfies Record<Mode, { label: string; hint: string }>;

export const HELD = {
  waiting: { label: "Waiting", empty: "Nothing waits for your bot.", one: "waiting update", what: "They go to your bot in the order of their chats." },
  aside: { label: "Set aside", empty: "Nothing was set aside.", one: "update set aside", what: "Your bot failed at them too often, and their chats went on without them." },
  expired: { label: "Expired", empty: "No query ran out.", one: "expired query", what: "Telegram takes no answer to them any more: to an inline query for 30 s, to a button or a payment for 150 s, to a chosen result for 10 minutes. They were not delivered." },
  failed: { label: "Failed", empty: "No delivery failed for good.", one: "failed update", what: "Their last delivery failed, and no other is due from here." },
} satisfies Record<Undelivered, { label: string; empty: string; one: string; what: string }>;

/** What is said of those that are listed. */
export const heldWhat = (state: Undelivered, mode: Mode): string =>
  state === "waiting" && mode === "record" ? "They stay here while updates are recorded only, and go on when updates are passed on again." : HELD[state].what;

/** `41 waiting updates`, `2 updates set aside`. */
export function heldCount(state: HeldState, n: number): string {
  return count(n, HELD[state].one, state === "aside" ? "updates set aside" : state === "expired" ? "expired queries" : "waiting updates");
}

/** What is so about a bot that has this trouble: it begins the sentence of the bot's health. */
export const TROUBLES = {
  refused: "Your bot is down",
  name_not_found: "Your bot's host cannot be found",
  no_connection: "Your bot cannot be reached",
  tls: "Your bot does not speak TLS as it should",
  certificate: "Your bot's certificate is not trusted",
  timeout: "Your bot does not answer in time",
  closed_early: "Your bot hangs up before it has answered",
  not_http: "What listens there does not speak HTTP",
  too_large: "Your bot's answer was too large",
  redirect: "Your bot redirects, which Telegram does not follow",
  status: "Your bot answers with an error",
  loop: "The target's address leads back to Hookbay",
  secrets: "The target's secrets cannot be read from the keyring",
  dropped: "The last update was dropped, as you asked",
  injected: "The last update was answered 500, as you asked",
} satisfies Record<Trouble, string>;

/** What was so about a bot when it was last tried: nothing waits for it, so it is not tried now. */
export const LAST_TRY: Partial<Record<Trouble, string>> = {
  refused: "Your bot was down at the last try",
  name_not_found: "Your bot's host was not found at the last try",
  no_connection: "Your bot could not be reached at the last try",
  tls: "Your bot did not speak TLS as it should at the last try",
  certificate: "Your bot's certificate was not trusted at the last try",
  loop: "The target's address led back to Hookbay at the last try",
  secrets: "The target's secrets could not be read at the last try",
};

/** The faults on purpose, and what each comes to where updates are passed on so. */
export const faultChoices = (mode: Mode): Record<Fault["type"], { label: string; hint: string }> => ({
  delay: { label: "Delay", hint: "Your bot gets them later." },
  drop: { label: "Drop", hint: "Your bot does not get them; they are in the inbox." },
  answer500: { label: "Answer 500", hint: mode === "hold" ? "As if your bot had failed: they are tried again from here, since Telegram had its answer." : "As if your bot had failed: Telegram comes again." },
});

const FAULTS: { [T in Fault["type"]]: (fault: Extract<Fault, { type: T }>) => string } = {
  delay: ({ ms }) => `delayed by ${span(ms)}`,
  drop: () => "dropped",
  answer500: () => "answered 500",
};

/** `The next 3 deliveries are dropped, as you asked`. */
export function faultWords(fault: Fault, left: number | null): string {
  const which = left === null ? "All deliveries are" : left === 1 ? "The next delivery is" : `The next ${count(left, "delivery", "deliveries")} are`;
  return `${which} ${(FAULTS[fault.type] as (fault: Fault) => string)(fault)}, as you asked`;
}

/** A time that was chosen: `500 ms`, `2 s`, `1.5 s`. */
export function span(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toLocaleString("en", { maximumFractionDigits: 1 })} s`;
}

/** A time that was measured: `less than 1 ms`, `12 ms`, `1.2 s`. */
export function spoken(micros: number): string {
  if (micros < 1000) return "less than 1 ms";
  const ms = Math.round(micros / 1000);
  return ms < 1000 ? `${ms} ms` : `${(micros / 1_000_000).toFixed(1)} s`;
}

/** An address as a person says it: `localhost:8081/hook`. */
export function place(url: string): string {
  return url.replace(/^https?:\/\//, "").replace(/\/$/, "");
}
