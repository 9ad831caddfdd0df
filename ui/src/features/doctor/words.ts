// The doctor's words. Pure.
import type { Check } from "../../bindings/Check";
import type { CheckName } from "../../bindings/CheckName";
import type { Finding } from "../../bindings/Finding";
import type { Tone } from "../../components/Dot";
import { count } from "../../components/time";

/** A finding is a word, which its colour repeats. */
export const FINDINGS = {
  good: { word: "good", tone: "good" },
  care: { word: "look", tone: "care" },
  bad: { word: "bad", tone: "bad" },
  skipped: { word: "skipped", tone: "idle" },
} satisfies Record<Finding, { word: string; tone: Tone }>;

export const CHECKS = {
  token: "Token",
  dns: "Name",
  tls: "Certificate",
  port: "Port",
  path: "Way here",
  secret: "Secret token",
  clock: "Clock",
  keyring: "Keyring",
  disk: "Disk",
  webhook: "Webhook",
  polling: "Polling",
} satisfies Record<CheckName, string>;

/** What was found, in a sentence. */
export function foundWords(checks: Check[]): string {
  const of = (finding: Finding) => checks.filter((check) => check.finding === finding).length;
  const [bad, care] = [of("bad"), of("care")];
  if (bad === 0 && care === 0) return "Nothing is wrong.";
  const parts = [bad > 0 && `${count(bad, "check")} failed`, care > 0 && `${count(care, "check")} to look at`].filter(Boolean);
  return `${parts.join(", ")}.`;
}
