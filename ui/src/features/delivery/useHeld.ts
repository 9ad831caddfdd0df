// What did not get to the bot, a page after another, read anew when it changed.
import { useEffect, useRef, useState } from "react";
import { useStore, type Store } from "../../app/store";
import { concerns } from "../../app/useRead";
import { toApiError } from "../../backend/backend";
import type { ApiError } from "../../bindings/ApiError";
import type { BotId } from "../../bindings/BotId";
import type { HeldPage } from "../../bindings/HeldPage";
import type { HeldView } from "../../bindings/HeldView";
import type { TargetId } from "../../bindings/TargetId";
import type { Undelivered } from "../../bindings/Undelivered";

/** Rows that one question may ask for. */
const MOST = 500;
/** Between two readings of several pages, in ms. */
const PAUSE_MS = 500;

/** The first `wanted` rows, over as many pages as they take. */
export async function readHeld(store: Store, bot_id: BotId, state: Undelivered, wanted: number): Promise<HeldPage> {
  const rows: HeldPage["rows"] = [];
  let more = true;
  while (more && rows.length < wanted) {
    const page = await store.read("list_held", { bot_id, state, before: rows.at(-1)?.id ?? null, limit: Math.min(MOST, wanted - rows.length) });
    rows.push(...page.rows);
    more = page.more && page.rows.length > 0;
  }
  return { rows, more };
}

/** Which updates are meant at each target: a copy's delivery is another one than the bot's. The oldest first. */
export function byTarget(rows: HeldView[]): { seqs: number[]; target: TargetId | undefined }[] {
  const parts = new Map<TargetId | null, number[]>();
  for (const { target, update } of rows) parts.set(target, [update.seq, ...(parts.get(target) ?? [])]);
  return [...parts].map(([target, seqs]) => ({ seqs, target: target ?? undefined }));
}

export interface Held {
  value: HeldPage | null;
  error: ApiError | null;
}

/** The first `wanted` rows of that sort. While they are read, the last answer to the same question stays. */
export function useHeld(botId: BotId, state: Undelivered, wanted: number): Held {
  const store = useStore();
  const key = `${botId} ${state}`;
  const [read, setRead] = useState<Held & { key: string }>({ key, value: null, error: null });
  const latest = useRef(wanted);
  latest.current = wanted;
  const look = useRef(() => {});
  useEffect(() => {
    let isGone = false;
    let isRunning = false;
    let again = false;
    look.current = () => {
      again = true;
      if (!isRunning) void run();
    };
    const run = async () => {
      isRunning = true;
      while (again && !isGone) {
        again = false;
        const answer = await readHeld(store, botId, state, latest.current).then(
          (value) => ({ value, error: null }),
          (thrown: unknown) => ({ value: null, error: toApiError(thrown) }),
        );
        if (isGone) return;
        setRead((before) => ({ key, value: answer.value ?? (before.key === key ? before.value : null), error: answer.error }));
        // Many pages are not read again and again while a long queue drains.
        if (again && latest.current > MOST) await new Promise((next) => setTimeout(next, PAUSE_MS));
      }
      isRunning = false;
    };
    look.current();
    const off = store.onChange((news) => {
      if (concerns(news, (change) => change.type === "delivery" && change.bot_id === botId)) look.current();
    });
    return () => {
      isGone = true;
      off();
    };
  }, [store, botId, state, key]);
  const shown = useRef(wanted);
  useEffect(() => {
    if (shown.current !== wanted) look.current();
    shown.current = wanted;
  }, [wanted]);
  return read.key === key ? read : { value: null, error: null };
}
