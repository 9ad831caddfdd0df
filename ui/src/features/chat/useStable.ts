import { useState } from "react";
import { same } from "./pages";

/** The same object for as long as it says the same, so that what depends on it is not drawn again. */
export function useStable<T>(value: T): T {
  const [kept, setKept] = useState(value);
  if (kept === value || same(kept, value)) return kept;
  setKept(value);
  return value;
}
