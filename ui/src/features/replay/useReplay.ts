import { useState } from "react";
import { useStore } from "../../app/store";
import type { BotId } from "../../bindings/BotId";
import type { Replayed } from "../../bindings/Replayed";
import { useAction, type Action } from "../../components/action";
import type { Aim } from "./Whereto";

export interface Replaying {
  send: Action;
  /** Sends it although the address is another computer's. */
  confirm: Action;
  /** The address belongs to another computer, and the reader was not asked yet. */
  isForeign: boolean;
  /** What came of it: the attempt of one, or the job that sends several; null before. */
  done: Replayed | null;
  /** Forgets what the last try met. */
  forget: () => void;
  /** Forgets what came of it. */
  putAway: () => void;
}

interface What {
  seqs: number[];
  /** Null is each update's own. */
  body: string | null;
  speed: number | null;
}

export function useReplay(botId: BotId, what: What, aim: Aim): Replaying {
  const store = useStore();
  const [done, setDone] = useState<Replayed | null>(null);
  const ask = async (confirm_host: boolean, signal: AbortSignal) => {
    const url = aim.target === null ? aim.url.trim() : null;
    setDone(null);
    const replayed = await store.act("replay", { bot_id: botId, ...what, target: aim.target, url, confirm_host, fresh_ids: aim.fresh, carry_out: aim.carryOut });
    signal.throwIfAborted();
    setDone(replayed);
  };
  const send = useAction((signal) => ask(false, signal));
  const confirm = useAction(async (signal) => {
    await ask(true, signal);
    signal.throwIfAborted();
    send.dismiss();
  });
  return {
    send,
    confirm,
    isForeign: send.error?.code === "foreign_host",
    done,
    forget: () => {
      send.dismiss();
      confirm.dismiss();
    },
    putAway: () => setDone(null),
  };
}
