// Whether what was found at the last check is overtaken by a newer answer. Pure.
import type { BotView } from "../../bindings/BotView";
import type { Cause } from "../../bindings/Cause";
import type { Standing } from "../../bindings/Standing";

type Table = { [T in Standing["type"]]: (standing: Extract<Standing, { type: T }>, isOurs: boolean) => boolean };

const never = () => false;
const onceOurs = (_standing: Standing, isOurs: boolean) => isOurs;
const unlessOurs = (_standing: Standing, isOurs: boolean) => !isOurs;
const aboutUrl = ({ cause }: { cause: Cause }, isOurs: boolean) => isOurs && cause.startsWith("url_");

/** By whether a newer answer of Telegram's says that the webhook is ours. */
const OVERTAKEN: Table = {
  unchecked: never,
  not_wanted: never,
  right: never,
  paused: never,
  no_public_url: onceOurs,
  report_only: aboutUrl,
  waiting: aboutUrl,
  delivery_fails: unlessOurs,
  backlog: unlessOurs,
  taken_over: onceOurs,
  polled: onceOurs,
  cannot_ask: onceOurs,
};

/**
 * The window asks Telegram about the bot on screen more often than the checks do, and an update may
 * have arrived since the last failure.
 */
export function isOvertaken({ watch: { standing, last_checked_at }, webhook, last_update_at }: BotView): boolean {
  if (standing.type === "delivery_fails" && last_update_at !== null && Date.parse(last_update_at) > Date.parse(standing.since)) return true;
  if (!webhook || webhook.error || last_checked_at === null || Date.parse(webhook.checked_at) <= Date.parse(last_checked_at)) return false;
  const isOver = OVERTAKEN[standing.type] as (standing: Standing, isOurs: boolean) => boolean;
  return isOver(standing, webhook.owner === "ours");
}
