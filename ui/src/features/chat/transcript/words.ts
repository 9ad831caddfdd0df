// The transcript in words. Pure.
import type { SandboxCall } from "../../../bindings/SandboxCall";
import type { TranscriptEntry } from "../../../bindings/TranscriptEntry";
import { count, took } from "../../../components/time";

/** How it reached the bot. */
export function deliveryWords(entry: TranscriptEntry): { tone: "good" | "care" | "bad" | "idle"; text: string } | null {
  if (entry.update_id === null) return null;
  const again = entry.attempts > 1 ? `, ${count(entry.attempts, "try", "tries")}` : "";
  if (entry.delivered_at !== null) {
    const ms = Date.parse(entry.delivered_at) - Date.parse(entry.at);
    return { tone: again ? "care" : "good", text: `${entry.delivery ?? "delivered"} after ${took(Math.max(0, ms))}${again}` };
  }
  if (entry.attempts === 0) return { tone: "idle", text: "Waits for the bot" };
  return { tone: "bad", text: `${entry.delivery ?? "not delivered"}${again}` };
}

/** When, in the order of cause and effect. */
export const whenWords = (call: SandboxCall): string => (call.in_reply ? "in the answer" : call.after_ms === null ? "" : `after ${took(call.after_ms)}`);

/** Which methods the sandbox does not know, in a sentence each. */
export function unknownWords(methods: Record<string, number>): string[] {
  return Object.entries(methods).map(([method, times]) => `Your bot called ${method} ${times === 1 ? "once" : count(times, "time")}: the sandbox does not know it.`);
}

/** What a call came to that the sandbox has no method for; null for every other. */
export function hintFor({ method, status, description }: Pick<SandboxCall, "method" | "status" | "description">, unknown: Record<string, number>): string | null {
  if (!Object.hasOwn(unknown, method) || status < 400) return null;
  if (status === 404) return `There is no method ${method}: Telegram answers this too.`;
  // One that lacks what it needs is refused for that, by Telegram as well.
  return /not simulated/.test(description ?? "") ? `The sandbox does not simulate ${method}, and Telegram does: this refusal is the sandbox's alone.` : `The sandbox checks what ${method} is called with, and does nothing more.`;
}
