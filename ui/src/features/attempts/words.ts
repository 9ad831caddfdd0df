// A delivery's result and times in words. Pure.
import type { AnswerCall } from "../../bindings/AnswerCall";
import type { AttemptKind } from "../../bindings/AttemptKind";
import type { AttemptRow } from "../../bindings/AttemptRow";
import type { CallState } from "../../bindings/CallState";
import type { DeliveryState } from "../../bindings/DeliveryState";
import type { Encoding } from "../../bindings/Encoding";
import type { Phases } from "../../bindings/Phases";
import type { Tone } from "../../components/Dot";

export const KINDS = {
  relay: "relayed",
  hold: "held before",
  again: "delivered again",
  replay: "replayed",
} satisfies Record<AttemptKind, string>;

export interface Result {
  tone: Tone;
  word: string;
  /** The same as a sentence. */
  title: string;
}

const STATES: { [T in DeliveryState["type"]]: (state: Extract<DeliveryState, { type: T }>) => Result } = {
  delivered: ({ status }) => ({ tone: "good", word: String(status), title: `Your bot took it and answered ${status}.` }),
  failed: ({ status }) => ({ tone: "bad", word: status === null ? "failed" : String(status), title: status === null ? "Your bot gave no answer to it." : `Your bot answered ${status} to it.` }),
  held: () => ({ tone: "care", word: "held", title: "It waits for your bot." }),
  aside: () => ({ tone: "bad", word: "set aside", title: "Your bot failed at it too often." }),
  expired: () => ({ tone: "care", word: "expired", title: "This query ran out before your bot could get it." }),
};

/** What became of an update; null where it was only recorded. */
export function resultOf(state: DeliveryState | null): Result | null {
  return state ? (STATES[state.type] as (state: DeliveryState) => Result)(state) : null;
}

/** The statuses that bots answer most; others stay bare numbers. */
const REASONS: Record<number, string> = { 200: "OK", 201: "Created", 204: "No Content", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 413: "Content Too Large", 429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout" };

export const statusWords = (status: number): string => (REASONS[status] ? `${status} ${REASONS[status]}` : String(status));

export function attemptResult(row: AttemptRow): { tone: Tone; word: string } {
  const tone = row.delivered ? "good" : "bad";
  return { tone, word: row.status !== null ? statusWords(row.status) : row.delivered ? "taken" : "no answer" };
}

const CALLS: Record<CallState, (method: string, detail: string | null) => { tone: Tone; words: string }> = {
  sending: (method) => ({ tone: "idle", words: `Being sent on to Telegram: ${method}.` }),
  waiting: (method, detail) => ({ tone: "care", words: `To be sent on to Telegram: ${method}. ${detail ?? "Telegram asks to wait."}` }),
  done: (method) => ({ tone: "good", words: `Sent on to Telegram: ${method}, ok.` }),
  refused: (method, detail) => ({ tone: "bad", words: `Sent on to Telegram: ${method}, refused${detail ? `: ${detail}` : "."}` }),
  unsent: (method, detail) => ({ tone: "bad", words: `Not sent on to Telegram: ${method}. ${detail ?? "Telegram could not be reached."}` }),
  unknown: (method, detail) => ({ tone: "care", words: `Sent on to Telegram: ${method}, and whether it was done is not known. It is not sent twice.${detail ? ` ${detail}` : ""}` }),
  ended: (method) => ({ tone: "bad", words: `Not sent on to Telegram: ${method}. Hookbay was ended while it waited; deliver the update again to have it sent.` }),
  replay: (method) => ({ tone: "idle", words: `Its answer asks for ${method}, which was not sent on to Telegram: this was a replay.` }),
  copy: (method) => ({ tone: "idle", words: `Its answer asks for ${method}, which was not sent on to Telegram: this is a copy.` }),
  barred: (method) => ({ tone: "care", words: `Its answer asks for ${method}, which Telegram does not take in an answer.` }),
};

/** What became of the method call in an answer: `Sent on to Telegram: sendMessage, ok.` */
export const callWords = ({ method, state, detail }: AnswerCall): { tone: Tone; words: string } => CALLS[state](method, detail);

/** How an answer's body came, where it was compressed. */
export function encodingWords({ name, is_decoded, is_whole }: Encoding): string {
  if (!is_decoded) return `It came as ${name}, which cannot be read here: it is shown as it came.`;
  return is_whole ? `It came as ${name} and is shown unpacked; Telegram gets it as it came.` : `It came as ${name} and is shown unpacked, as far as that went.`;
}

/** `0.3 ms`, `12 ms`, `1.4 s`. */
export function micros(us: number): string {
  const ms = us / 1000;
  return ms < 10 ? `${ms.toFixed(1)} ms` : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `dns 0.2 ms · connect 0.3 ms · first byte 12 ms · total 12 ms`; what was not needed is left out. */
export function phaseWords(phases: Phases): string {
  const named: [string, number | null][] = [
    ["name", phases.dns],
    ["connect", phases.connect],
    ["TLS", phases.tls],
    ["sent after", phases.sent],
    ["first byte after", phases.first_byte],
    ["all after", phases.total],
  ];
  return named.filter((each): each is [string, number] => each[1] !== null).map(([name, us]) => `${name} ${micros(us)}`).join(" · ");
}
