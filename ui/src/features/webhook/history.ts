// Each entry of the history as a plain sentence. Pure.
import type { EventKind } from "../../bindings/EventKind";
import type { HistoryEntry } from "../../bindings/HistoryEntry";
import { count } from "../../components/time";
import { hostOf } from "../bots/health";
import { BECAUSE } from "./causes";

interface Words {
  /** What happened. */
  lead: string;
  /** The rest of the sentence, and what follows from it. */
  rest: string;
}

const host = ({ url }: HistoryEntry, otherwise: string) => (url ? hostOf(url) : otherwise);
const to = ({ url }: HistoryEntry) => (url ? ` to ${hostOf(url)}` : "");
const waits = (n: number) => `${count(n, "update")} ${n === 1 ? "waits" : "wait"}`;

const LEAD = {
  registered: (entry) => (entry.cause === null || entry.cause === "user" ? `Webhook set${to(entry)}` : `Webhook set again${to(entry)}`),
  register_failed: () => "The webhook could not be set",
  deleted: () => "Webhook deleted",
  delete_failed: () => "The webhook could not be deleted",
  check_failed: () => "Telegram could not be asked",
  check_recovered: () => "Telegram can be asked again",
  delivery_error: (entry) => `Telegram got ${(entry.message ?? "").replace(/^Wrong response from the webhook:\s*/, "").trim() || "an error"}`,
  pending_high: (entry) => (entry.pending === null ? "Updates pile up at Telegram" : `${waits(entry.pending)} at Telegram`),
  pending_normal: (entry) => (entry.pending === null ? "Updates pile up at Telegram no more" : `Only ${waits(entry.pending)} at Telegram now`),
  taken_over: (entry) => `${host(entry, "Another program")} took this bot over`,
  removed_elsewhere: () => "Another program deleted the webhook",
  lease_taken: (entry) => `Taken over from ${host(entry, "another program")}`,
  taken_back: (entry) => `Taken back from ${host(entry, "another program")}`,
  lease_returned: (entry) => `Put back${to(entry)}`,
  lease_return_failed: (entry) => `${host(entry, "The earlier webhook")} could not be put back`,
  lease_ended: (entry) => `The webhook of ${host(entry, "another program")} was given up`,
  let_go: () => "Left to whoever has its webhook",
  paused: () => "Paused",
  resumed: () => "Looked after again",
  auto_refresh_on: () => "Repairing by itself turned on",
  auto_refresh_off: () => "Repairing by itself turned off",
  tunnel_dead: (entry) => `${host(entry, "The public URL")} did not lead here, although the tunnel was online`,
  tunnel_repaired: (entry) => `${host(entry, "The public URL")} leads here again`,
} satisfies Record<EventKind, (entry: HistoryEntry) => string>;

export function historyWords(entry: HistoryEntry): Words {
  const lead = LEAD[entry.kind](entry);
  const why = entry.cause ? `, ${BECAUSE[entry.cause]}` : "";
  // Of a delivery error the message is what was got; of all others it says more.
  const more = entry.kind === "delivery_error" || !entry.message ? "" : ` ${ended(entry.message)}`;
  const held = entry.kind === "delivery_error" && entry.pending ? ` ${ended(`${waits(entry.pending)} there`)}` : "";
  return { lead, rest: `${why}.${more}${held}` };
}

const ended = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

/** What lies behind an entry, to copy. */
export function rawOf(entry: HistoryEntry): string {
  const lines: [string, unknown][] = [
    ["at", entry.at],
    ["kind", entry.kind],
    ["cause", entry.cause],
    ["url", entry.url],
    ["pending", entry.pending],
    ["code", entry.code],
    ["message", entry.message],
    ["detail", entry.detail],
  ];
  return lines.filter(([, value]) => value !== null).map(([name, value]) => `${name}: ${String(value)}`).join("\n");
}
