import { useRead } from "../../app/useRead";
import type { BotId } from "../../bindings/BotId";
import type { Injected } from "../../bindings/Injected";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Answer } from "../replay/BothAnswers";

interface Props {
  botId: BotId;
  sent: Injected;
  onOpen: (seq: number) => void;
}

/** What became of an update that was put into the inbox: where it is, and what the bot answered. */
export function SentNote({ botId, sent, onOpen }: Props) {
  const { seq, update_id } = sent.row;
  const { value, error } = useRead({
    op: "list_attempts",
    input: () => ({ bot_id: botId, seq, failed: false, before: null, limit: 1 }),
    key: `${botId} ${seq}`,
    stale: (change) => change.type === "delivery" && change.bot_id === botId,
  });
  const last = value?.rows[0];
  return (
    <section className="sent" aria-label="What became of it" data-testid="sent">
      <div className="row wrap">
        <p role="status">
          It is in the inbox as <span className="mono">{update_id}</span>
          {sent.passed_on ? (last ? ", and went to your bot." : ", and on its way to your bot.") : ". This bot's updates are recorded only, so it went to nobody."}
        </p>
        <Button look="quiet" data-testid="open-sent" onClick={() => onOpen(seq)}>
          Open it
        </Button>
      </div>
      {error && <ErrorNote error={error} />}
      {last && <Answer key={last.id} title="Answer" id={last.id} />}
    </section>
  );
}
