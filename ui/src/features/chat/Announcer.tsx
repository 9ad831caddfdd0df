import { useEffect, useRef, useState } from "react";
import type { ChatMessage } from "../../bindings/ChatMessage";
import { heard } from "./messages/words";

/** Tells a screen reader what the bot said since the chat was opened, and nothing else. */
export function Announcer({ messages, ready, bot }: { messages: readonly ChatMessage[]; ready: boolean; bot: string }) {
  const [words, setWords] = useState("");
  const last = useRef<number | null>(null);
  useEffect(() => {
    if (!ready) return;
    const newest = messages.at(-1)?.message_id ?? 0;
    const before = last.current;
    last.current = newest;
    if (before === null) return;
    const fresh = messages.filter(({ message_id, from, service }) => message_id > before && from === null && service === null);
    if (fresh.length > 0) setWords(fresh.map((message) => heard(message, bot)).join(" "));
  }, [messages, ready, bot]);
  return (
    <p className="offscreen" aria-live="polite" data-testid="announced">
      {words}
    </p>
  );
}
