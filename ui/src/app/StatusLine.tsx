import type { BotView } from "../bindings/BotView";
import { TimeAgo, useNow } from "../components/TimeAgo";
import { count } from "../components/time";
import { tunnelWords } from "../features/tunnel/words";
import { useOverview } from "./store";

export function StatusLine({ bot }: { bot: BotView | undefined }) {
  const { bots, tunnel } = useOverview();
  const words = tunnelWords(tunnel, useNow());
  const stored = bots.reduce((sum, each) => sum + each.update_count, 0);
  const info = bot?.webhook?.info;
  return (
    <footer className="status" aria-label="Status">
      <span data-testid="stored">{count(stored, "update")} stored</span>
      {info && <span>{info.pending_update_count.toLocaleString("en")} pending at {bot.environment.type === "sandbox" ? "the sandbox" : "Telegram"}</span>}
      <span className="spring" />
      <span>
        {[words.name, words.state].join(" ").trim()}
      </span>
      {bot?.webhook && (
        <span>
          Checked <TimeAgo at={bot.webhook.checked_at} />
        </span>
      )}
    </footer>
  );
}
