// How updates are passed on: of the shown bot, read once for the head, the page and the status line;
// of the others, what the list of bots needs, read when their deliveries go on.
import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { useStore } from "../../app/store";
import { useRead, type Read } from "../../app/useRead";
import type { BotId } from "../../bindings/BotId";
import type { DeliveryView } from "../../bindings/DeliveryView";

type Views = ReadonlyMap<BotId, DeliveryView>;

/** How often the others are read at the most. */
const EVERY_MS = 1000;

const DeliveryContext = createContext<Read<DeliveryView>>({ value: null, error: null, reload: async () => {} });
const DeliveriesContext = createContext<Views>(new Map());

export function WithDelivery({ botId, children }: { botId: BotId | null; children: ReactNode }) {
  const read = useRead({
    op: "delivery",
    input: () => ({ bot_id: botId ?? "" }),
    key: botId,
    stale: (change) => change.type === "delivery" && change.bot_id === botId,
  });
  const views = useViews(botId, read.value);
  return (
    <DeliveriesContext value={views}>
      <DeliveryContext value={read}>{children}</DeliveryContext>
    </DeliveriesContext>
  );
}

/** Every bot's, as far as it is known: a bot that is down is tried again and again, and told of each time. */
function useViews(shown: BotId | null, value: DeliveryView | null): Views {
  const store = useStore();
  const [views, setViews] = useState<Views>(new Map());
  useEffect(() => {
    if (value) setViews((before) => new Map(before).set(value.bot_id, value));
  }, [value]);
  useEffect(() => {
    const due = new Set<BotId>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    const read = async () => {
      for (const bot_id of [...due]) {
        due.delete(bot_id);
        // What cannot be read is told of on the bot's own page.
        const view = await store.read("delivery", { bot_id }).catch(() => null);
        if (gone) return;
        if (view) setViews((before) => new Map(before).set(bot_id, view));
      }
      timer = due.size > 0 ? setTimeout(() => void read(), EVERY_MS) : undefined;
    };
    const off = store.onChange((news) => {
      if (news === "all") return;
      for (const change of news) if (change.type === "delivery" && change.bot_id !== shown) due.add(change.bot_id);
      if (due.size > 0) timer ??= setTimeout(() => void read(), EVERY_MS);
    });
    return () => {
      gone = true;
      clearTimeout(timer);
      off();
    };
  }, [store, shown]);
  return views;
}

export const useDelivery = (): Read<DeliveryView> => useContext(DeliveryContext);
export const useDeliveries = (): Views => useContext(DeliveriesContext);
