// How the shown bot's updates are passed on: read once for the head, the page and the status line. What
// the list of bots says is in the overview.
import { createContext, useContext, type ReactNode } from "react";
import { useRead, type Read } from "../../app/useRead";
import type { BotId } from "../../bindings/BotId";
import type { DeliveryView } from "../../bindings/DeliveryView";

const DeliveryContext = createContext<Read<DeliveryView>>({ value: null, error: null, reload: async () => {} });

export function WithDelivery({ botId, children }: { botId: BotId | null; children: ReactNode }) {
  const read = useRead({
    op: "delivery",
    input: () => ({ bot_id: botId ?? "" }),
    key: botId,
    stale: (change) => change.type === "delivery" && change.bot_id === botId,
  });
  return <DeliveryContext value={read}>{children}</DeliveryContext>;
}

export const useDelivery = (): Read<DeliveryView> => useContext(DeliveryContext);
