import { useEffect, useRef, useState } from "react";
import { useKeys } from "../../app/keys";
import { recall, remember } from "../../app/memory";
import type { BotView } from "../../bindings/BotView";
import { ErrorNote } from "../../components/ErrorNote";
import { SplitPane } from "../../components/SplitPane";
import { markSeen } from "../bots/seen";
import { Detail } from "./Detail";
import { ReplaySeveral } from "../replay/ReplaySeveral";
import { EmptyInbox } from "./EmptyInbox";
import { useFeed } from "./feed";
import { MarkedBar } from "./MarkedBar";
import { SaySomething } from "./SaySomething";
import { UpdateList } from "./UpdateList";

/** How the selected update is replayed. */
export type Replay = "as_is" | "edit" | null;

const NONE: ReadonlySet<number> = new Set();
const isInDetail = ({ target }: KeyboardEvent) => target instanceof Element && target.closest(".detail") !== null;

/** A bot's updates: the list, and the one that is selected. Mounted anew for every bot. */
export function Inbox({ bot }: { bot: BotView }) {
  const [feed, { rows, ready, loadingOlder, error }] = useFeed(bot.id);
  const [selected, setSelected] = useState<number | null>(() => recall(`selected.${bot.id}`, null));
  const [covering, setCovering] = useState(false);
  const [replay, setReplay] = useState<Replay>(null);
  const [marked, setMarked] = useState<ReadonlySet<number>>(NONE);
  const [several, setSeveral] = useState(false);
  const pane = useRef<HTMLDivElement>(null);
  const { shown, waiting } = rows;

  const select = (seq: number | null) => {
    if (seq !== selected) setReplay(null);
    setSelected(seq);
    remember(`selected.${bot.id}`, seq);
  };
  const open = (seq: number) => {
    select(seq);
    setCovering(true);
  };
  const mark = (seq: number) => {
    const next = new Set(marked);
    if (!next.delete(seq)) next.add(seq);
    setMarked(next);
    if (next.size === 0) setSeveral(false);
  };
  const unmark = () => {
    setMarked(NONE);
    setSeveral(false);
  };
  const toReplay = (how: Replay) => {
    if (marked.size > 0 && how === "as_is") {
      setSeveral(true);
      setCovering(true);
      return true;
    }
    if (selected === null) return false;
    setSeveral(false);
    setCovering(true);
    setReplay(how);
    return true;
  };
  const step = (event: KeyboardEvent, by: number) => {
    if (shown.length === 0) return false;
    // With the focus left on a button elsewhere, Enter would press that, and the list would be silent.
    if (!isInDetail(event)) pane.current?.querySelector<HTMLElement>("[role=listbox]")?.focus({ preventScroll: true });
    const at = shown.findIndex((row) => row.seq === selected);
    const next = shown[at < 0 ? 0 : Math.min(shown.length - 1, Math.max(0, at + by))];
    if (next) select(next.seq);
    return true;
  };
  useKeys({
    j: (event) => step(event, 1),
    k: (event) => step(event, -1),
    // In the detail they scroll.
    ArrowDown: (event) => !isInDetail(event) && step(event, 1),
    ArrowUp: (event) => !isInDetail(event) && step(event, -1),
    Enter: () => {
      if (selected === null) return false;
      setCovering(true);
      return true;
    },
    x: () => (selected === null ? false : mark(selected)),
    r: () => toReplay("as_is"),
    e: () => toReplay("edit"),
    Escape: () => {
      if (marked.size > 0 && !covering) return unmark();
      if (!covering && selected === null) return false;
      if (!covering) select(null);
      setCovering(false);
      return true;
    },
  });

  // What is in the list, and not waiting outside it, was seen.
  useEffect(() => {
    if (ready && waiting.length === 0) markSeen(bot.id, bot.update_count);
  }, [ready, waiting.length, bot.id, bot.update_count]);

  const isEmpty = ready && shown.length === 0 && waiting.length === 0;
  return (
    <SplitPane
      name="inbox"
      alone={isEmpty}
      secondOpen={covering && (selected !== null || several)}
      first={
        <div ref={pane} className="list-pane">
          {error && <ErrorNote error={error} />}
          {isEmpty ? (
            <EmptyInbox bot={bot} />
          ) : (
            <UpdateList feed={feed} rows={rows} total={bot.update_count} loadingOlder={loadingOlder} selected={selected} onOpen={open} marked={marked} onMark={mark}>
              {marked.size > 0 && <MarkedBar botId={bot.id} rows={shown} marked={marked} onMark={setMarked} onReplay={() => toReplay("as_is")} onClear={unmark} />}
            </UpdateList>
          )}
          {bot.environment.type === "sandbox" && <SaySomething bot={bot} />}
        </div>
      }
      second={
        several ? (
          <ReplaySeveral key={[...marked].join(" ")} botId={bot.id} seqs={[...marked].sort((one, other) => one - other)} onClose={() => setSeveral(false)} />
        ) : (
          <Detail botId={bot.id} seq={selected} replay={replay} onReplay={setReplay} onPinned={(row) => feed.pinned(row.seq, row.pinned)} onBack={() => setCovering(false)} />
        )
      }
    />
  );
}
