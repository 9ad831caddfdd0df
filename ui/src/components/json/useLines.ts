import { useEffect, useMemo, useState } from "react";
import { Scanner, type Lines } from "./scan";

/** Read at once up to here; longer bodies in slices, between which the window answers. */
const AT_ONCE = 200_000;
const SLICE_MS = 8;

/** A body's lines; null until a long one is read. */
export function useLines(text: string): Lines | null {
  const short = useMemo(() => {
    if (text.length > AT_ONCE) return null;
    const scanner = new Scanner(text);
    scanner.run();
    return scanner.lines;
  }, [text]);
  const [long, setLong] = useState<Lines | null>(null);
  useEffect(() => {
    if (text.length <= AT_ONCE) return;
    const scanner = new Scanner(text);
    let timer: ReturnType<typeof setTimeout>;
    const slice = () => {
      if (scanner.run(performance.now() + SLICE_MS)) setLong(scanner.lines);
      else timer = setTimeout(slice, 0);
    };
    timer = setTimeout(slice, 0);
    return () => clearTimeout(timer);
  }, [text]);
  return short ?? (long?.text === text ? long : null);
}
