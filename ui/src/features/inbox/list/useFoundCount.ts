import { useEffect, useState } from "react";
import { useStore } from "../../../app/store";
import type { BotId } from "../../../bindings/BotId";
import type { UpdateCount } from "../../../bindings/UpdateCount";

/** The least time between two counts, in ms. */
const PAUSE_MS = 2_000;

/** How many updates a query finds, counted anew as updates come. */
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
    const off = store.onUpdates((fresh) => {
      if (fresh !== "all" && !fresh.has(botId)) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        void read();
      }, PAUSE_MS);
    });
    return () => {
      current = false;
      clearTimeout(timer);
      off();
    };
  }, [store, botId, query]);
  return found?.query === query ? found.value : null;
}
