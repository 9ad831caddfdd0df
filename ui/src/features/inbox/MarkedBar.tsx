import { useStore } from "../../app/store";
import type { BotId } from "../../bindings/BotId";
import type { UpdateRow } from "../../bindings/UpdateRow";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";

interface Props {
  botId: BotId;
  /** The rows that are in the list. */
  rows: UpdateRow[];
  marked: ReadonlySet<number>;
  onMark: (marked: ReadonlySet<number>) => void;
  onReplay: () => void;
  onClear: () => void;
}

/** Updates that a replay or a delivery takes at once, at the most. */
const MOST = 500;

/** What can be done with the updates that are marked. */
export function MarkedBar({ botId, rows, marked, onMark, onReplay, onClear }: Props) {
  const store = useStore();
  const again = useAction(() => store.act("deliver_again", { bot_id: botId, seqs: [...marked].sort((one, other) => one - other), all: null }));
  const chats = new Set(rows.filter((row) => marked.has(row.seq)).map((row) => row.chat_id));
  const [chat] = chats;
  const conversation = chats.size === 1 && chat !== null ? rows.filter((row) => row.chat_id === chat).slice(0, MOST) : [];
  const isTooMany = marked.size > MOST;
  return (
    <>
      <span data-testid="marked" role="status">
        {marked.size.toLocaleString("en")} marked
      </span>
      <Button data-testid="replay-marked" disabled={isTooMany} onClick={onReplay}>
        Replay
      </Button>
      <Button data-testid="again-marked" busy={again.busy} disabled={isTooMany} title={again.error ? `${again.error.message} ${again.error.remedy}` : undefined} onClick={() => void again.run()}>
        {again.error ? "Not delivered" : "Deliver again"}
      </Button>
      {conversation.length > marked.size && (
        <Button look="quiet" data-testid="mark-chat" onClick={() => onMark(new Set(conversation.map((row) => row.seq)))}>
          Whole chat
        </Button>
      )}
      <Button look="quiet" data-testid="unmark" onClick={onClear}>
        Clear
      </Button>
    </>
  );
}
