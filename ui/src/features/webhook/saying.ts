// The form of what is said about a webhook.
import type { BotView } from "../../bindings/BotView";
import type { ApiError } from "../../bindings/ApiError";
import { clock } from "../../components/time";
import type { Tone } from "../../components/Dot";
import { MEND_OF, type Mend } from "./mend";

export interface Verdict {
  tone: Tone;
  title: string;
  text: string;
  /** When it happened last, in ms, for what happened at a time. */
  at?: number;
  /** Since when it is so, in ms. */
  since?: number;
  /** When something is done about it by itself, in ms. */
  next?: number;
  mend: Mend[];
}

export const say = (tone: Tone, title: string, text: string, ...mend: Mend[]): Verdict => ({ tone, title, text, mend });

/** What the diagnosis of the last error says would mend it. */
export function mendOf(bot: BotView): Mend | null {
  const mend = bot.webhook?.diagnosis?.mend;
  return mend ? MEND_OF[mend] : null;
}

/** Telegram could not be asked. While it asks to wait no button helps, so there is none. */
export function cannotAsk(error: ApiError, who: string, until: string | null): Verdict {
  const next = until === null ? undefined : Date.parse(until);
  if (error.code === "too_many_requests" && next !== undefined) {
    return { ...say("care", `${who} asks to wait until ${clock(next)}`, "It is not asked about this bot before that. Then Hookbay looks again by itself."), next };
  }
  const refused = error.code === "unauthorized" || error.code === "telegram_not_found";
  const said = say(refused ? "bad" : "care", error.message, error.remedy, refused ? "edit" : "refresh");
  return next === undefined ? said : { ...said, next };
}
