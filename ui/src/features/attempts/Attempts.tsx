import { useState } from "react";
import { useRead } from "../../app/useRead";
import type { BotId } from "../../bindings/BotId";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { AttemptItem } from "./AttemptItem";

const PAGE = 20;
const MOST = 500;

/** Every delivery of an update that is recorded, newest first. */
export function Attempts({ botId, seq }: { botId: BotId; seq: number }) {
  const [limit, setLimit] = useState(PAGE);
  const { value, error } = useRead({
    op: "list_attempts",
    input: () => ({ bot_id: botId, seq, failed: false, before: null, limit }),
    key: `${botId} ${seq} ${limit}`,
    stale: (change) => change.type === "delivery" && change.bot_id === botId,
  });
  return (
    <section className="attempts-box" aria-labelledby="attempts" data-testid="attempts">
      <h3 id="attempts">Deliveries</h3>
      {error && <ErrorNote error={error} />}
      {value?.rows.length === 0 && <p className="muted attempts-none">It was not delivered to a bot yet.</p>}
      <ul className="attempts">
        {value?.rows.map((row) => (
          <AttemptItem key={row.id} row={row} />
        ))}
      </ul>
      {value?.more && limit < MOST && (
        <div className="row attempts-none">
          <Button onClick={() => setLimit(MOST)}>Show earlier</Button>
        </div>
      )}
    </section>
  );
}
