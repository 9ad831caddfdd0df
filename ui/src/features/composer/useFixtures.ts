import { useEffect } from "react";
import { useRead } from "../../app/useRead";
import type { BotId } from "../../bindings/BotId";

/** A bot's fixtures. They are files that may change outside this window: whoever comes back to it reads them anew. */
export function useFixtures(botId: BotId) {
  const fixtures = useRead({
    op: "list_fixtures",
    input: () => ({ bot_id: botId }),
    key: botId,
    stale: (change) => change.type === "fixtures" && change.bot_id === botId,
  });
  const { reload } = fixtures;
  useEffect(() => {
    const again = () => void reload();
    window.addEventListener("focus", again);
    return () => window.removeEventListener("focus", again);
  }, [reload]);
  return fixtures;
}
