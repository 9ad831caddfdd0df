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
