import { useEffect, useState } from "react";
import { useStore } from "../../../app/store";
import { concerns } from "../../../app/useRead";
import type { BotId } from "../../../bindings/BotId";
import type { UpdateCount } from "../../../bindings/UpdateCount";
import { hasFilter } from "../search/query";

/** The least time between two counts, in ms. */
const PAUSE_MS = 2_000;

/** How many updates a query finds, counted anew as updates come and are delivered. */
export function useFoundCount(botId: BotId, query: string): UpdateCount | null {
  const store = useStore();
  const [found, setFound] = useState<{ query: string; value: UpdateCount } | null>(null);
  useEffect(() => {
    if (query === "") return;
    let current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () =>
      store.read("count_updates", { bot_id: botId, query }).then(
        (value) => current && setFound({ query, value }),
        // The list itself says what is wrong.
        () => {},
      );
    void read();
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void read();
      }, PAUSE_MS);
    };
    const offUpdates = store.onUpdates((fresh) => {
      if (fresh === "all" || fresh.has(botId)) soon();
    });
    // What became of an update may be what is searched for.
    const isOfStatus = hasFilter(query, ["status"]);
    const offChange = store.onChange((news) => {
      if (isOfStatus && concerns(news, (change) => change.type === "delivery" && change.bot_id === botId)) soon();
    });
    return () => {
      current = false;
      clearTimeout(timer);
      offUpdates();
      offChange();
    };
  }, [store, botId, query]);
  return found?.query === query ? found.value : null;
}
