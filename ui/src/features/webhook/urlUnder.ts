import type { BotView } from "../../bindings/BotView";

/**
 * Where a bot's updates come to under that base. The engine says so with its first answer about the
 * bot; known before, the form does not grow by a line just when its button is pressed.
 */
export function urlUnder(base: string, { id, webhook }: Pick<BotView, "id" | "webhook">): string {
  return webhook?.desired_url ?? `${base}/v1/api/webhooks/telegram/${id}`;
}
