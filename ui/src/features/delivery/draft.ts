// What the form of a bot's delivery holds, until it is saved. Pure.
import type { ConfigureDelivery } from "../../bindings/ConfigureDelivery";
import type { DeliveryView } from "../../bindings/DeliveryView";
import type { Limits } from "../../bindings/Limits";
import type { Mode } from "../../bindings/Mode";
import type { TargetInput } from "../../bindings/TargetInput";

export interface HeaderDraft {
  name: string;
  /** Null leaves the value that is kept. */
  value: string | null;
}

export interface TargetDraft extends Omit<TargetInput, "headers"> {
  /** Of this form alone: it tells new ones apart. */
  key: string;
  /** Whether a secret token is kept. */
  hasToken: boolean;
  headers: HeaderDraft[];
}

export interface Draft {
  mode: Mode;
  targets: TargetDraft[];
  /** As typed: a field may be empty for a while. */
  limits: Record<keyof Limits, string>;
}

/** The limits in the units of their fields. */
export const LIMITS = {
  parallel_chats: { label: "Chats side by side", unit: "", per: 1, min: 1, max: 64 },
  set_aside_after: { label: "Set aside after", unit: "tries", per: 1, min: 1, max: 100 },
  answer_within_ms: { label: "Time for an answer", unit: "s", per: 1000, min: 0.1, max: 60 },
  first_wait_ms: { label: "First wait", unit: "s", per: 1000, min: 0.01, max: 60 },
  longest_wait_ms: { label: "Longest wait", unit: "s", per: 1000, min: 0.01, max: 600 },
} satisfies Record<keyof Limits, { label: string; unit: string; per: number; min: number; max: number }>;
export const LIMIT_NAMES = Object.keys(LIMITS) as (keyof Limits)[];

const eachLimit = <T>(make: (name: keyof Limits) => T) => Object.fromEntries(LIMIT_NAMES.map((name) => [name, make(name)])) as Record<keyof Limits, T>;

export function draftOf(view: DeliveryView): Draft {
  return {
    mode: view.mode,
    limits: eachLimit((name) => String(view.limits[name] / LIMITS[name].per)),
    targets: view.targets.map(({ id, name, url, answers, has_secret_token, headers, certificate }) => ({
      key: id,
      id,
      name,
      url,
      answers,
      secret_token: null,
      hasToken: has_secret_token,
      headers: headers.map((header) => ({ name: header, value: null })),
      certificate,
    })),
  };
}

/** One more target. The first one answers, and updates are passed on to it. */
export function withTarget(draft: Draft, key: string): Draft {
  const isFirst = draft.targets.length === 0;
  const target: TargetDraft = { key, id: null, name: "", url: "", answers: isFirst, secret_token: null, hasToken: false, headers: [], certificate: null };
  return { ...draft, mode: isFirst && draft.mode === "record" ? "relay" : draft.mode, targets: [...draft.targets, target] };
}

/** One target less. One of those that stay answers, and with nobody left updates are recorded. */
export function withoutTarget(draft: Draft, key: string): Draft {
  const targets = draft.targets.filter((target) => target.key !== key);
  if (targets.length === 0) return { ...draft, targets, mode: "record" };
  return { ...draft, targets: targets.some((target) => target.answers) ? targets : targets.map((target, index) => ({ ...target, answers: index === 0 })) };
}

export function inputOf(botId: string, draft: Draft): ConfigureDelivery {
  return {
    bot_id: botId,
    mode: draft.mode,
    limits: eachLimit((name) => Math.round(Number(draft.limits[name]) * LIMITS[name].per)),
    targets: draft.targets.map(({ id, name, url, answers, secret_token, headers, certificate }) => ({
      id,
      name,
      url: url.trim(),
      answers,
      secret_token,
      headers: headers.filter((header) => header.name.trim() !== ""),
      certificate,
    })),
  };
}

/** The view as it is, with one target's certificate accepted. */
export function accepting(view: DeliveryView, target: string, certificate: string): ConfigureDelivery {
  const draft = draftOf(view);
  return inputOf(view.bot_id, { ...draft, targets: draft.targets.map((each) => (each.id === target ? { ...each, certificate } : each)) });
}

export const isSame = (one: Draft, other: Draft): boolean => JSON.stringify(one) === JSON.stringify(other);
