import { useEffect, useRef } from "react";
import type { SandboxChat } from "../../bindings/SandboxChat";

/** Leads to the chat that a run makes for itself, once, so that it is seen as it happens. `begin` is called before the run. */
export function useFollow(chats: readonly SandboxChat[], onRoom: (room: SandboxChat) => void): { begin: () => void; end: () => void } {
  const before = useRef<ReadonlySet<number> | null>(null);
  const latest = useRef(onRoom);
  latest.current = onRoom;
  useEffect(() => {
    if (!before.current) return;
    const known = before.current;
    const fresh = chats.filter(({ id }) => !known.has(id));
    // What happens in a group is what its members are there for.
    const room = fresh.find(({ kind }) => kind !== "private") ?? fresh[0];
    if (!room) return;
    before.current = null;
    latest.current(room);
  }, [chats]);
  return {
    begin: () => {
      before.current = new Set(chats.map(({ id }) => id));
    },
    end: () => {
      before.current = null;
    },
  };
}
