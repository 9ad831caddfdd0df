import { useEffect, useState } from "react";
import { findIn } from "./lines";
import type { Lines } from "./scan";

const SLICE_MS = 8;

export interface Found {
  words: string;
  at: number;
  lines: number[];
}

/** The lines with these words; a long body is looked through in slices. */
export function useFind(lines: Lines | null, words: string): Found | null {
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    if (!lines || words === "") return setFound(null);
    const search = findIn(lines, words);
    let timer: ReturnType<typeof setTimeout>;
    const slice = () => {
      const end = performance.now() + SLICE_MS;
      for (;;) {
        const { done, value } = search.next();
        if (done) return setFound({ words, at: 0, lines: value });
        if (performance.now() >= end) break;
      }
      timer = setTimeout(slice, 0);
    };
    timer = setTimeout(slice, 0);
    return () => clearTimeout(timer);
  }, [lines, words]);
  return found?.words === words ? found : null;
}
