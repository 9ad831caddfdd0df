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
  const { marked, limit, isReading } = marks;
  const seqs = [...marked.keys()].sort((one, other) => one - other);
  const again = useAction(() => store.act("deliver_again", { bot_id: botId, seqs, all: null }));
  const chats = new Set([...marked.values()].map((row) => row.chat_id));
  const [chat] = chats;
  const isTooMany = marked.size > MOST;
  const tooMany = isTooMany ? `At most ${MOST} are taken at once.` : undefined;
  return (
    <>
      <span data-testid="marked" role="status" title={limit ?? undefined}>
        {marked.size.toLocaleString("en")} marked{isReading ? " so far" : limit ? ", the newest" : ""}
        {limit && <span className="offscreen"> {limit}</span>}
      </span>
      <Button data-testid="replay-marked" disabled={isTooMany || marked.size === 0} title={tooMany} onClick={onReplay}>
        Replay
      </Button>
      <Button data-testid="again-marked" busy={again.busy} disabled={isTooMany || marked.size === 0} title={again.error ? `${again.error.message} ${again.error.remedy}` : tooMany} onClick={() => void again.run()}>
        {again.error ? "Not delivered" : "Deliver again"}
      </Button>
      <Button data-testid="export-marked" disabled={marked.size === 0} onClick={onExport}>
        Export
      </Button>
      {chats.size === 1 && chat != null && (
        <Button look="quiet" data-testid="mark-chat" busy={isReading} onClick={() => void marks.chat(chat)}>
          Whole chat
        </Button>
      )}
      <Button look="quiet" data-testid="unmark" onClick={marks.clear}>
        Clear
      </Button>
    </>
  );
}
