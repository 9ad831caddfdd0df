// What the window remembers while it is open: what is written or marked and not done with yet, so that
// a look at another tab or bot loses none of it. Over restarts memory.ts remembers.
import { useCallback, useMemo, useReducer } from "react";
import { useStore, type Store } from "./store";

const kept = new WeakMap<Store, Map<string, unknown>>();

function all(store: Store): Map<string, unknown> {
  const known = kept.get(store) ?? new Map<string, unknown>();
  kept.set(store, known);
  return known;
}

/** A state by its name, which is there again when what shows it is. One component at a time has it. */
export function useSession<T>(key: string, first: T): [T, (next: T | ((now: T) => T)) => void] {
  const store = useStore();
  const [, draw] = useReducer((turn: number) => turn + 1, 0);
  const cell = useMemo(() => {
    const values = all(store);
    return {
      get: (): T => (values.has(key) ? (values.get(key) as T) : first),
      // What is as it was at first needs no place.
      put: (value: T): void => void (value === first ? values.delete(key) : values.set(key, value)),
    };
    // What it is at first is said once.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [store, key]);
  const set = useCallback(
    (next: T | ((now: T) => T)) => {
      cell.put(next instanceof Function ? next(cell.get()) : next);
      draw();
    },
    [cell],
  );
  return [cell.get(), set];
}
