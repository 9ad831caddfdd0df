import { useEffect, useRef } from "react";
import type { Scene } from "../scene";
import { inlineQuery } from "./suggest";

/** After the last key, so long until the bot is asked. */
const PAUSE_MS = 250;

/** Asks the bot what it offers, while `@bot …` stands in the field. */
export function useInline(text: string, { act, bot }: Pick<Scene, "act" | "bot">): void {
  const query = inlineQuery(text, bot.username);
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (query === null) return;
    const timer = setTimeout(() => void latest.current({ type: "inline_query", query, offset: "" }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [query]);
}
