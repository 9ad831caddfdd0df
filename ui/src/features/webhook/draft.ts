// What the form of Set webhook holds. What was not touched follows what Telegram says now, so that
// setting again changes nothing by silence. Pure.
import type { BotView } from "../../bindings/BotView";
import type { UpdateKindView } from "../../bindings/UpdateKindView";
import type { WebhookOptions } from "../../bindings/WebhookOptions";

/** Telegram's own number, for which nothing needs to be sent. */
const CONNECTIONS = 40;

export type Allowed = "keep" | "default" | "these";

export interface Draft extends Omit<WebhookOptions, "allowed_updates"> {
  allowed: Allowed;
  /** What `these` would send. */
  kinds: string[];
}

export function draftOf(bot: BotView, kinds: UpdateKindView[], touched: Partial<Draft>): Draft {
  const info = bot.webhook?.info;
  const connections = info?.max_connections ?? CONNECTIONS;
  return {
    drop_pending_updates: false,
    secret_token: null,
    max_connections: connections === CONNECTIONS ? null : connections,
    ip_address: null,
    certificate_pem: null,
    allowed: "keep",
    kinds: info?.allowed_updates?.length ? info.allowed_updates : kinds.filter((kind) => kind.default).map((kind) => kind.name),
    ...touched,
  };
}

export function optionsOf({ allowed, kinds, ...rest }: Draft): WebhookOptions {
  return { ...rest, allowed_updates: allowed === "keep" ? null : allowed === "default" ? [] : kinds };
}

/** What the present webhook of ours has for sure, and the one that is set in its place would not; one sentence. */
export function lossWords(bot: BotView, draft: Draft): string | null {
  const info = bot.webhook?.info;
  const isOurs = bot.webhook?.owner === "ours" || bot.webhook?.owner === "ours_outdated";
  if (!info || !isOurs) return null;
  if (!info.has_custom_certificate || draft.certificate_pem) return null;
  return "Setting the webhook again drops the uploaded certificate, unless given again under Options.";
}
