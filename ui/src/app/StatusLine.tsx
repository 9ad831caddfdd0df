import type { BotView } from "../bindings/BotView";
import { TimeAgo, useNow } from "../components/TimeAgo";
import { count } from "../components/time";
import { useDelivery } from "../features/delivery/useDelivery";
import { spoken } from "../features/delivery/words";
import { hostOf } from "../features/bots/health";
import { JobLine } from "../features/exchange/JobLine";
import { tunnelWords } from "../features/tunnel/words";
import { useOverview } from "./store";

export function StatusLine({ bot }: { bot: BotView | undefined }) {
  const { bots, tunnel, http_api } = useOverview();
  const words = tunnelWords(tunnel, useNow((now) => tunnelWords(tunnel, now)));
  const stored = bots.reduce((sum, each) => sum + each.update_count, 0);
  const info = bot?.webhook?.info;
  const { value: delivery } = useDelivery();
  const health = delivery?.mode === "record" ? undefined : delivery?.targets.find((target) => target.answers)?.health;
  const median = health?.state === "answers" ? health.median_us : null;
  const checked = bot && lastCheck(bot);
  return (
    <footer className="status" aria-label="Status">
      <span data-testid="stored">{count(stored, "update")} stored</span>
      {info && <span>{info.pending_update_count.toLocaleString("en")} pending at {bot.environment.type === "sandbox" ? "the sandbox" : "Telegram"}</span>}
      {median !== null && <span data-testid="answer-time">bot answers in {spoken(median)}</span>}
      <JobLine />
      <span className="spring" />
      <span>
        {[words.name, words.state].join(" ").trim()}
      </span>
      {http_api.type !== "off" && (
        <span data-testid="api-address">
          {http_api.type === "listening" ? (
            <>
              API <span className="mono small">{hostOf(http_api.url)}</span>
            </>
          ) : (
            <span className="tone-bad">API failed</span>
          )}
        </span>
      )}
      {checked && (
        <span data-testid="checked">
          Checked <TimeAgo at={checked} />
        </span>
      )}
    </footer>
  );
}

/** By the background's checks or by the window's own question, whichever was later. */
function lastCheck({ webhook, watch }: BotView): string | null {
  const [asked, checked] = [webhook?.checked_at ?? null, watch.last_checked_at];
  if (asked === null || checked === null) return asked ?? checked;
  return Date.parse(asked) > Date.parse(checked) ? asked : checked;
}
