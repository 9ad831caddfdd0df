import { useEffect, useRef } from "react";
import type { BotId } from "../bindings/BotId";
import type { BotView } from "../bindings/BotView";
import { useAppState, useStore, type Store } from "./store";

/** How often the bot on screen is asked about while the window is seen. */
const EVERY_MS = 20_000;
/** The same while nothing waits at Telegram and nothing is wrong: an update that comes is news by itself. */
const CALM_MS = 60_000;
/** How often the bots whose last answer was an error are asked about again. */
const AFTER_ERROR_MS = 60_000;
/** How soon after an update the count of pending ones is asked for again. */
const AFTER_UPDATE_MS = 2000;

/**
 * Keeps what is shown of webhooks true between the checks that the engine makes by itself: every bot
 * that it has no check planned for once, and each again when its token can be read anew; the one on
 * screen again and again; those with an error until it is gone. A paused bot is left alone.
 */
export function useWebhookChecks(shown: BotId | null): void {
  useFirstChecks();
  useShownChecks(shown);
  useErrorChecks(shown);
}

// A failure is in the bot's view; what matters here is that it was asked.
const ask = (store: Store, id: BotId) => store.act("webhook_status", { bot_id: id }).catch(() => {});

/** One after the other: many bots are no reason for a burst. */
async function askAll(store: Store, ids: BotId[]): Promise<void> {
  for (const id of ids) await ask(store, id);
}

function useFirstChecks(): void {
  const store = useStore();
  const { overview } = useAppState();
  /** The state that each bot's token was in when the bot was asked about. */
  const asked = useRef(new Map<BotId, string>());
  const tokens = overview?.bots.map((bot) => `${bot.id} ${bot.token_state}`).join("\n") ?? "";
  useEffect(() => {
    const due = (store.getState().overview?.bots ?? []).filter((bot) => {
      const before = asked.current.get(bot.id);
      asked.current.set(bot.id, bot.token_state);
      if (bot.token_state === "missing" || bot.watch.paused) return false;
      return before === undefined ? bot.webhook === null && !isPlanned(bot) : before !== bot.token_state;
    });
    void askAll(store, due.map((bot) => bot.id));
  }, [tokens, store]);
}

function useShownChecks(shown: BotId | null): void {
  const store = useStore();
  useEffect(() => {
    if (!shown) return;
    let soon: ReturnType<typeof setTimeout> | undefined;
    let busy = false;
    const check = async (isDue: (bot: BotView) => boolean = () => true) => {
      const bot = store.getState().overview?.bots.find((each) => each.id === shown);
      if (busy || document.hidden || (bot && (bot.watch.paused || !isDue(bot)))) return;
      busy = true;
      await ask(store, shown);
      busy = false;
    };
    const every = setInterval(() => void check((bot) => !isCalm(bot, Date.now())), EVERY_MS);
    const off = store.onUpdates((fresh) => {
      if (soon !== undefined || (fresh !== "all" && !fresh.has(shown))) return;
      soon = setTimeout(() => {
        soon = undefined;
        void check();
      }, AFTER_UPDATE_MS);
    });
    return () => {
      clearInterval(every);
      clearTimeout(soon);
      off();
    };
  }, [shown, store]);
}

function useErrorChecks(shown: BotId | null): void {
  const store = useStore();
  const busy = useRef(false);
  useEffect(() => {
    const check = async () => {
      if (busy.current || document.hidden) return;
      busy.current = true;
      const failed = (store.getState().overview?.bots ?? []).filter((bot) => bot.id !== shown && mayAskAgain(bot, Date.now()));
      await askAll(store, failed.map((bot) => bot.id));
      busy.current = false;
    };
    const every = setInterval(() => void check(), AFTER_ERROR_MS);
    return () => clearInterval(every);
  }, [shown, store]);
}

/** Whether it was all right a moment ago, with nothing on its way that would make it otherwise. */
function isCalm({ webhook, watch }: BotView, now: number): boolean {
  if (webhook?.owner !== "ours" || webhook.error || webhook.info?.pending_update_count !== 0) return false;
  // A look that comes a little early is the next one's.
  const isRecent = now < Date.parse(webhook.checked_at) + CALM_MS - EVERY_MS / 2;
  return isRecent && watch.standing.type === "right";
}

/** Whether its last answer was an error that another question may mend, and Telegram's wait is over. */
function mayAskAgain(bot: BotView, now: number): boolean {
  const { webhook, token_state, watch } = bot;
  if (!webhook?.error || token_state === "missing" || watch.paused || isPlanned(bot)) return false;
  return now >= Date.parse(webhook.checked_at) + (webhook.error.retry_after ?? 0) * 1000;
}

/** Whether the engine asks about it by itself, which spreads many bots out. */
const isPlanned = ({ watch }: BotView): boolean => watch.next_check_at !== null;
