import { useCallback, useRef } from "react";

/** The same function every time, which does what the last one given does: what it is passed to is not drawn again for it. */
export function useEvent<A extends unknown[], R>(work: (...args: A) => R): (...args: A) => R {
  const latest = useRef(work);
  latest.current = work;
  return useCallback((...args: A) => latest.current(...args), []);
}
