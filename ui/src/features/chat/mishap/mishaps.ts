// What can go wrong on demand, in words that say what will happen. Pure.
import type { Mishap } from "../../../bindings/Mishap";
import { count } from "../../../components/time";

export interface Choice {
  id: Mishap["type"];
  /** Its number, where it has one: what it is, and what it is at first. */
  number: { label: string; value: number; most: number } | null;
  make: (number: number) => Mishap;
}

const plain = (type: "lost_answer" | "wrong_secret" | "new_url"): Choice => ({ id: type, number: null, make: () => ({ type }) });

export const CHOICES: Choice[] = [
  { id: "too_many_requests", number: { label: "Seconds to wait", value: 5, most: 3600 }, make: (retry_after) => ({ type: "too_many_requests", retry_after, calls: 1 }) },
  { id: "server_error", number: { label: "Calls", value: 1, most: 100 }, make: (calls) => ({ type: "server_error", calls }) },
  { id: "slow", number: { label: "Seconds", value: 3, most: 120 }, make: (seconds) => ({ type: "slow", milliseconds: seconds * 1000, calls: 1 }) },
  plain("lost_answer"),
  plain("wrong_secret"),
  plain("new_url"),
  { id: "time_jump", number: { label: "Hours", value: 25, most: 1000 }, make: (hours) => ({ type: "time_jump", seconds: hours * 3600 }) },
];

/** What will happen. */
export function mishapWords(mishap: Mishap): string {
  switch (mishap.type) {
    case "too_many_requests":
      return `The bot's next call is answered 429, and asked to wait ${mishap.retry_after} s.`;
    case "server_error":
      return mishap.calls === 1 ? "The bot's next call is answered 500." : `The bot's next ${mishap.calls} calls are answered 500.`;
    case "slow":
      return `The bot's next call is answered ${mishap.milliseconds / 1000} s late.`;
    case "lost_answer":
      return "The next update is delivered, but the bot's 200 is lost, so it comes again.";
    case "wrong_secret":
      return "The next update comes with a wrong secret token.";
    case "new_url":
      return "The tunnel drops and comes back at a new URL.";
    case "time_jump":
      return `The sandbox's clock jumps ${count(mishap.seconds / 3600, "hour")} ahead: updates that wait for more than 24 hours expire.`;
    case "clear":
      return "Nothing goes wrong any more; the clock stays where it is.";
  }
}
