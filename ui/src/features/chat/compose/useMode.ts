import { useEffect, useMemo, useState } from "react";
import { useEvent } from "../../../components/useEvent";
import { mine } from "../mine";
import type { TimelineState } from "../timeline";
import type { Mode } from "./mode";

const NEW: Mode = { type: "new" };

/**
 * What the field writes: what one has begun, or else the answer that the bot wants. That is wanted once:
 * `left` keeps who has given the answer, or left it, to which message.
 */
export function useMode(room: number, me: number, { force_reply, items }: Pick<TimelineState, "force_reply" | "items">, left: Set<string>): [Mode, (mode: Mode) => void] {
  const [own, setOwn] = useState(NEW);
  const asked = mine(force_reply, me);
  const message = asked && items.find(({ message_id, deleted }) => message_id === asked.message_id && !deleted);
  const placeholder = asked?.placeholder ?? null;
  const wanted = useMemo<Mode | null>(() => (message ? { type: "reply", message, asked: { placeholder } } : null), [message, placeholder]);
  const key = `${room} ${message?.message_id} ${me}`;
  const mode = own.type === "new" && wanted && !left.has(key) ? wanted : own;
  // What another person was about to do is not mine.
  useEffect(() => setOwn(NEW), [me]);
  const setMode = useEvent((next: Mode) => {
    if (mode === wanted && next.type === "new") left.add(key);
    setOwn({ ...next });
  });
  return [mode, setMode];
}
