import { useRef, useState } from "react";
import { useNavigation } from "../../app/route";
import { useOverview, useStore } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import type { TunnelState } from "../../bindings/TunnelState";
import { useAction, type Action } from "../../components/action";
import { took } from "../../components/time";
import { roundTrip } from "../tunnel/probe";
import type { Mend } from "./mend";

interface Doing {
  label: string;
  /** Opens the place where it is done. */
  open?: () => void;
  /** Does it, and says how it went where nothing else on the page does. */
  act?: () => Promise<string | void>;
  /** What is waited for. */
  on?: string;
}

export interface Mends {
  action: Action;
  doing: Mend | null;
  /** How it went. */
  said: string | null;
  of: (mend: Mend) => Doing;
  start: (mend: Mend) => void;
}

/** What each button beside a trouble of this bot does; one at a time. */
export function useMends(bot: BotView): Mends {
  const { open, go } = useNavigation();
  const store = useStore();
  const { tunnel } = useOverview();
  const [doing, setDoing] = useState<Mend | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const running = useRef<Mend | null>(null);

  const of_bot = { bot_id: bot.id };
  const owner = bot.webhook?.owner;
  const watch = async (part: { auto_refresh?: boolean; paused?: boolean }) => {
    await store.act("watch_bot", { ...of_bot, auto_refresh: part.auto_refresh ?? null, paused: part.paused ?? null });
  };
  const answers = isSandbox(bot) ? "the sandbox's answer" : "Telegram's answer";
  const table: Record<Mend, Doing> = {
    set: { label: owner === "ours_outdated" || owner === "ours" ? "Set it again" : owner === "foreign" ? "Take it over" : "Set the webhook", open: () => open(bot.id, "webhook", "set") },
    options: { label: "Change the options", open: () => open(bot.id, "webhook", "options") },
    delete: { label: "Delete the webhook", open: () => open(bot.id, "webhook", "delete") },
    tunnel: { label: tunnel.kind === "none" ? "Set up a public URL" : "Open the tunnel", open: () => (tunnel.kind === "none" ? open(bot.id, "webhook", "set") : go({ page: "tunnel" })) },
    edit: { label: "Replace the token", open: () => open(bot.id, "webhook", "edit") },
    keep: { label: "Keep fewer updates", open: () => open(bot.id, "delivery", "keep") },
    connect: { label: CONNECT[tunnel.state.type], act: async () => void (await store.act("retry_tunnel", {})), on: "the tunnel" },
    refresh: { label: "Check again", act: async () => void (await store.act("webhook_status", of_bot)), on: answers },
    repair: { label: "Try now", act: async () => void (await store.act("refresh_webhook", of_bot)), on: answers },
    resume: { label: "Look after it again", act: () => watch({ paused: false }), on: answers },
    take_back: { label: "Take it back", act: async () => void (await store.act("settle_dispute", { ...of_bot, answer: "take_back" })), on: answers },
    let_go: { label: "Leave it to them", act: async () => void (await store.act("settle_dispute", { ...of_bot, answer: "let_go" })), on: answers },
    give_back: { label: "Put it back now", act: async () => void (await store.act("give_back", of_bot)), on: answers },
    probe: {
      label: "Send a probe",
      act: async () => {
        const probe = await store.act("probe", {});
        if (probe.error) throw probe.error;
        return `The probe came back in ${took(roundTrip(probe))}.`;
      },
      on: "the probe to come back",
    },
    vault: {
      label: "Try the keyring again",
      act: async () => {
        const after = await store.act("retry_vault", {});
        if (after.type === "unavailable") throw after.error;
      },
      on: "the keyring",
    },
  };

  const action = useAction(async (signal) => {
    const words = running.current && (await table[running.current].act?.());
    signal.throwIfAborted();
    setSaid(words ?? null);
  });
  const start = (mend: Mend) => {
    setSaid(null);
    const { open: there } = table[mend];
    if (there) return there();
    running.current = mend;
    setDoing(mend);
    void action.run();
  };
  return { action, doing, said, of: (mend) => table[mend], start };
}

/** Online, it may be connected but dead. */
const CONNECT = { off: "Connect", connecting: "Try now", reconnecting: "Try now", failed: "Try now", online: "Connect again" } satisfies Record<TunnelState["type"], string>;

const isSandbox = (bot: BotView) => bot.environment.type === "sandbox";
