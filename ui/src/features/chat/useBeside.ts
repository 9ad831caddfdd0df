import { useState, useSyncExternalStore } from "react";
import { recall, remember } from "../../app/memory";

/** From here on there is room beside the chat; transcript.css has the same number. */
const WIDE = "(min-width: 1200px)";

export const isWide = (): boolean => matchMedia(WIDE).matches;

function subscribe(tell: () => void): () => void {
  const query = matchMedia(WIDE);
  query.addEventListener("change", tell);
  return () => query.removeEventListener("change", tell);
}

/** Whether a part is shown that stands beside the chat. Where it would lie over the chat, only for as long as it is asked for. */
export function useBeside(name: string): [boolean, (open: boolean) => void] {
  const wide = useSyncExternalStore(subscribe, isWide);
  const [beside, setBeside] = useState(() => recall(name, true));
  const [over, setOver] = useState(false);
  const put = (open: boolean) => {
    if (!wide) return setOver(open);
    setBeside(open);
    remember(name, open);
  };
  return [wide ? beside : over, put];
}
