import { useState } from "react";
import { recall, remember } from "../../app/memory";
import { useRead } from "../../app/useRead";
import type { BotView } from "../../bindings/BotView";
import { LineChart } from "../../components/chart/LineChart";
import { ErrorNote } from "../../components/ErrorNote";
import { useNow } from "../../components/TimeAgo";
import { pointWords, RANGES, summary, timeWords, type Range } from "./pending";

/** How many updates waited at Telegram, over time. */
export function PendingCard({ bot }: { bot: BotView }) {
  const [range, setRange] = useState<Range>(() => recall<Range>("pending.range", "day"));
  const { words, ms } = RANGES[range] ?? RANGES.day;
  const now = useNow();
  const { value, error } = useRead({
    op: "list_pending",
    input: () => ({ bot_id: bot.id, since: new Date(Date.now() - ms).toISOString() }),
    key: `${bot.id} ${range}`,
    stale: (change) => change.type === "webhook" && change.bot_id === bot.id,
  });
  const points = value?.samples.map((sample) => ({ at: Date.parse(sample.at), value: sample.pending })) ?? [];
  const where = bot.environment.type === "sandbox" ? "the sandbox" : "Telegram";
  // By the minute: a line that crept every second would never hold still.
  const to = Math.ceil(now / 60_000) * 60_000;
  return (
    <section className="card pending" aria-labelledby="pending" data-testid="pending-card">
      <div className="row">
        <h2 id="pending" className="grow">
          Pending at {where}, {words}
        </h2>
        <div className="ranges" role="group" aria-label="How far back">
          {(Object.keys(RANGES) as Range[]).map((each) => (
            <button
              key={each}
              type="button"
              className="range"
              aria-pressed={each === range}
              onClick={() => {
                setRange(each);
                remember("pending.range", each);
              }}
            >
              {RANGES[each].label}
            </button>
          ))}
        </div>
      </div>
      {points.length > 0 ? (
        <LineChart label={`Pending updates, ${words}`} points={points} from={to - ms} to={to} words={pointWords} ends={[timeWords(to - ms, range), "now"]} />
      ) : (
        <p className="chart-empty muted">{value ? "No check in this time yet. Each one adds a point." : error ? "" : "Reading what waited"}</p>
      )}
      {error && !value && <ErrorNote error={error} />}
      <p className="muted small" data-testid="pending-summary">
        {value && points.length > 0 ? summary(points, range) : "\u00a0"}
      </p>
    </section>
  );
}
