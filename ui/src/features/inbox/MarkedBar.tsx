import { useStore } from "../../app/store";
import type { BotId } from "../../bindings/BotId";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { MOST, type Marks } from "./useMarks";

interface Props {
  botId: BotId;
  marks: Marks;
  onReplay: () => void;
  onExport: () => void;
}

/** What can be done with the updates that are marked. */
export function MarkedBar({ botId, marks, onReplay, onExport }: Props) {
  const store = useStore();
  const { marked, limit } = marks;
  const seqs = [...marked.keys()].sort((one, other) => one - other);
  const again = useAction(() => store.act("deliver_again", { bot_id: botId, seqs, all: null }));
  const chats = new Set([...marked.values()].map((row) => row.chat_id));
  const [chat] = chats;
  const whole = useAction(async () => {
    const { rows } = await store.read("search_updates", { bot_id: botId, query: `chat:${chat}`, before: null, after: null, limit: MOST });
    marks.set(rows.filter((row) => row.chat_id === chat));
  });
  const isTooMany = marked.size > MOST;
  return (
    <>
      <span data-testid="marked" role="status" title={limit ?? undefined}>
        {marked.size.toLocaleString("en")} marked
        {limit && <span className="offscreen"> {limit}</span>}
      </span>
      <Button data-testid="replay-marked" disabled={isTooMany} onClick={onReplay}>
        Replay
      </Button>
      <Button data-testid="again-marked" busy={again.busy} disabled={isTooMany} title={again.error ? `${again.error.message} ${again.error.remedy}` : undefined} onClick={() => void again.run()}>
        {again.error ? "Not delivered" : "Deliver again"}
      </Button>
      <Button data-testid="export-marked" onClick={onExport}>
        Export
      </Button>
      {chats.size === 1 && chat !== null && (
        <Button look="quiet" data-testid="mark-chat" busy={whole.busy} onClick={() => void whole.run()}>
          Whole chat
        </Button>
      )}
      <Button look="quiet" data-testid="unmark" onClick={marks.clear}>
        Clear
      </Button>
    </>
  );
}
