// The form of what is said about a webhook.
import type { BotView } from "../../bindings/BotView";
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
