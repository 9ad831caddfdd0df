// How a bot's deliveries go, in a sentence, and the one thing that helps. Pure.
import type { AttemptRow } from "../../bindings/AttemptRow";
import type { DeliverySummary } from "../../bindings/DeliverySummary";
import type { DeliveryView } from "../../bindings/DeliveryView";
import type { HealthState } from "../../bindings/HealthState";
import type { TargetView } from "../../bindings/TargetView";
import type { Trouble } from "../../bindings/Trouble";
import type { Tone } from "../../components/Dot";
import { count } from "../../components/time";
import { faultWords, heldCount, LAST_TRY, place, spoken, TROUBLES } from "./words";

/** What the button does. */
export type Help =
  | { type: "add" }
  | { type: "relay" }
  | { type: "edit" }
  | { type: "stop_fault" }
  | { type: "keyring" }
  | { type: "aside"; count: number }
  | { type: "accept"; target: string; certificate: string }
  | { type: "look"; attempt: AttemptRow };

export interface Said {
  tone: Tone;
  /** The part that carries the colour, and the rest of the sentence. */
  lead: string;
  rest: string;
  /** What follows from it, and what to do. */
  text: string;
  help: Help | null;
}

export function said(view: DeliveryView): Said {
  const target = view.targets.find((each) => each.answers) ?? view.targets[0];
  if (view.unwritten) {
    return { tone: "bad", lead: "What came of deliveries cannot be written down", rest: ".", text: "It is tried again until it can be, and deliveries wait for it. Check that the disk has room and that the data folder is writable.", help: null };
  }
  if (view.fault && view.mode !== "record") {
    return { tone: "care", lead: faultWords(view.fault.fault, view.fault.left), rest: ".", text: heldText(view), help: { type: "stop_fault" } };
  }
  if (!target) {
    return { tone: "idle", lead: "Updates are recorded only", rest: ".", text: "Say where your bot listens on this computer, and every update is passed on to it.", help: { type: "add" } };
  }
  if (view.mode === "record") {
    return { tone: "idle", lead: "Updates are recorded only", rest: `: your bot at ${place(target.url)} gets none.`, text: heldText(view), help: { type: "relay" } };
  }
  // A copy's trouble is worth a sentence only while the bot itself is well.
  const ill = isWell(target) ? view.targets.find((each) => !isWell(each)) : undefined;
  return withHeld(STATES[(ill ?? target).health.state](ill ?? target, view), view);
}

/** A bare status says more than that it is an error; a redirect has words of its own. */
const failsWords = (trouble: Trouble | null, status: number | null) => (status !== null && (trouble ?? "status") === "status" ? `Your bot answers ${status}` : TROUBLES[trouble ?? "status"]);

const isWell = ({ health }: TargetView) => health.state === "answers" || health.state === "unknown";

/** `Your bot`, or a copy by its address. */
const whose = (target: TargetView, words: string) => (target.answers ? words : `${place(target.url)}: ${words.charAt(0).toLowerCase()}${words.slice(1)}`);

const STATES = {
  unknown: (target) => ({ tone: "idle", lead: `Nothing was sent to ${place(target.url)} yet`, rest: ".", text: "The next update goes there.", help: null }),
  answers: (target) => {
    const { median_us } = target.health;
    return { tone: "good", lead: `Your bot answers at ${place(target.url)}`, rest: median_us === null ? "." : `, usually in ${spoken(median_us)}.`, text: "", help: null };
  },
  fails: (target) => {
    const { last_error, remedy } = target.health;
    const last = lastTry(target);
    // Nobody is tried while nothing waits: more than how it was is not known.
    if (last) return { tone: "care", lead: whose(target, last.lead), rest: ", and nothing waits.", text: tells(last_error, remedy), help: helpOf(target, last.trouble) };
    const lead = failsWords(last_error?.trouble ?? null, last_error?.status ?? null);
    return { tone: "bad", lead: whose(target, lead), rest: ".", text: tells(last_error, remedy), help: last_error ? { type: "look", attempt: last_error } : null };
  },
  absent: (target, view) => {
    const { last_error, remedy } = target.health;
    const trouble = target.secrets_readable ? (last_error?.trouble ?? "refused") : "secrets";
    return { tone: "bad", lead: whose(target, TROUBLES[trouble]), rest: target.answers && view.held > 0 ? `: ${count(view.held, "update")} held.` : ".", text: tells(last_error, remedy), help: helpOf(target, trouble) };
  },
} satisfies Record<HealthState, (target: TargetView, view: DeliveryView) => Said>;

/** How it was when it was last tried, where nobody was there and nothing is left to be tried with. */
function lastTry({ held, health }: TargetView): { trouble: Trouble; lead: string } | null {
  const trouble = health.last_error?.trouble ?? null;
  const lead = trouble && LAST_TRY[trouble];
  return lead && held === 0 ? { trouble, lead } : null;
}

function helpOf(target: TargetView, trouble: string): Help {
  const certificate = target.health.last_error?.certificate;
  if (trouble === "certificate" && certificate) return { type: "accept", target: target.id, certificate };
  return trouble === "secrets" ? { type: "keyring" } : { type: "edit" };
}

/** What is held belongs to the sentence whatever the bot's health is. */
function withHeld(words: Said, view: DeliveryView): Said {
  const isSaid = words.rest.startsWith(":");
  const text = [words.text, isSaid ? asideText(view) : heldText(view)].filter(Boolean).join(" ");
  if (words.tone !== "good") return { ...words, text };
  const help: Help | null = view.aside > 0 ? { type: "aside", count: view.aside } : words.help;
  return { ...words, tone: view.aside > 0 ? "care" : "good", text, help };
}

function heldText(view: DeliveryView): string {
  const after = view.mode === "record" ? ", and delivered when updates are passed on again" : " and delivered in turn";
  const held = view.held > 0 ? `${count(view.held, "update")} ${view.held === 1 ? "is" : "are"} held${after}.` : "";
  return [held, asideText(view)].filter(Boolean).join(" ");
}

function asideText({ aside, expired }: DeliveryView): string {
  const words = [aside > 0 && `${count(aside, "update")} set aside`, expired > 0 && heldCount("expired", expired)].filter(Boolean);
  return words.length > 0 ? `${words.join(" and ")}.` : "";
}

/** Troubles whose own sentence says more than the one that begins with the bot. */
const SAYS_MORE: ReadonlySet<Trouble | null> = new Set<Trouble>(["refused", "too_large", "not_http"]);

function tells(error: AttemptRow | null, remedy: string | null): string {
  return [error && SAYS_MORE.has(error.trouble) && error.message, remedy].filter(Boolean).join(" ");
}

/** For the head of the bot; nothing where nothing is passed on. */
export function headWords(view: DeliveryView): Pick<Said, "tone" | "lead" | "rest"> | null {
  if (view.mode === "record") return null;
  const { tone, lead, rest } = said(view);
  if (view.held === 0 || rest.startsWith(":")) return { tone, lead, rest };
  return { tone, lead, rest: rest.replace(/\.$/, `, and ${count(view.held, "update")} ${view.held === 1 ? "is" : "are"} held.`) };
}

/** What the list of bots says instead of the webhook's health: where the bot is worse off, or has something to catch up with. */
export function listWords(summary: DeliverySummary | null): { tone: Tone; short: string } | null {
  if (!summary || summary.mode === "record") return null;
  const { state, fault, held, aside, unwritten } = summary;
  if (unwritten) return { tone: "bad", short: "What came of deliveries cannot be written down" };
  const after = held > 0 ? `: ${count(held, "update")} held` : "";
  if (fault) return { tone: "care", short: faultWords(fault.fault, fault.left) };
  if (state === "absent" || state === "fails") {
    const last = state === "fails" && held === 0 && summary.trouble ? LAST_TRY[summary.trouble] : undefined;
    if (last) return { tone: "care", short: summary.of_copy ? `${place(summary.url)}: ${last.charAt(0).toLowerCase()}${last.slice(1)}` : last };
    const words = state === "fails" ? failsWords(summary.trouble, summary.status) : TROUBLES[summary.trouble ?? "refused"];
    return { tone: "bad", short: `${summary.of_copy ? `${place(summary.url)}: ${words.charAt(0).toLowerCase()}${words.slice(1)}` : `${words}${after}`}` };
  }
  if (aside > 0) return { tone: "care", short: `${count(aside, "update")} set aside${held > 0 ? `, ${held.toLocaleString("en")} held` : ""}` };
  return held > 0 ? { tone: "good", short: `${state === "answers" ? "Your bot answers" : "Nothing was sent to your bot yet"}${after}` } : null;
}
