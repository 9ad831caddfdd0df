import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useStore, type Store } from "../../../app/store";
import { concerns } from "../../../app/useRead";
import type { BotId } from "../../../bindings/BotId";
import { FoundList } from "./found";
import type { Source, SourceState } from "./source";
import { WholeList } from "./whole";

/** The least time between two looks at what arrived, in ms: so often the list is drawn anew, at the most. */
const PAUSE_MS = 300;
/** The same while what arrives only changes how many wait. */
const HELD_MS = 1_000;

const wholes = new WeakMap<Store, Map<BotId, WholeList>>();

/** One bot's inbox is kept while the window is open, so that coming back finds it as it was left. */
function wholeOf(store: Store, botId: BotId): WholeList {
  const all = wholes.get(store) ?? new Map<BotId, WholeList>();
  wholes.set(store, all);
  const whole = all.get(botId) ?? new WholeList(store, botId);
  all.set(botId, whole);
  return whole;
}

/** What the list shows: all, or what the query finds. */
export function useSource(botId: BotId, query: string): [Source, SourceState] {
  const store = useStore();
  const source = useMemo<Source>(() => (query === "" ? wholeOf(store, botId) : new FoundList(store, botId, query)), [store, botId, query]);
  const state = useSyncExternalStore(source.subscribe, source.getState);
  useEffect(() => {
    let last = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const arrived = () => {
      timer ??= setTimeout(
        () => {
          timer = undefined;
          last = performance.now();
          void source.arrived();
        },
        Math.max(0, last + (source.isHeld ? HELD_MS : PAUSE_MS) - performance.now()),
      );
    };
    void source.arrived();
    // Come back to: what became of those on screen was not followed meanwhile.
    if (source.getState().ready) source.renew();
    const offUpdates = store.onUpdates((fresh) => {
      if (fresh === "all" || fresh.has(botId)) arrived();
    });
    const offChange = store.onChange((news) => {
      if (concerns(news, (change) => change.type === "delivery" && change.bot_id === botId)) source.renew();
    });
    return () => {
      clearTimeout(timer);
      offUpdates();
      offChange();
      source.stop();
    };
  }, [source, store, botId]);
  return [source, state];
}
