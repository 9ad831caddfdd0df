import { memo, useEffect, useRef, useState } from "react";
import { recall, remember } from "../../app/memory";
import type { BotId } from "../../bindings/BotId";
import type { UpdateDetail } from "../../bindings/UpdateDetail";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { indented } from "../../components/json/parse";
import { Tabs } from "../../components/Tabs";
import { useEvent } from "../../components/useEvent";
import { Attempts } from "../attempts/Attempts";
import { InlineButtons } from "../composer/InlineButtons";
import { ReplayPanel } from "../replay/ReplayPanel";
import { CopyAs } from "./detail/CopyAs";
import { CompareTab } from "./detail/CompareTab";
import { ConversationTab } from "./detail/ConversationTab";
import { DetailHead } from "./detail/DetailHead";
import { JsonTab } from "./detail/JsonTab";
import { NoteField } from "./detail/NoteField";
import { RawTab } from "./detail/RawTab";
import { useUpdate } from "./detail/useUpdate";
import type { Replay } from "./Inbox";
import type { Marked } from "./useMarks";

type View = "json" | "conversation" | "raw" | "compare";
const VIEWS: { value: View; label: string }[] = [
  { value: "json", label: "JSON" },
  { value: "conversation", label: "Conversation" },
  { value: "raw", label: "Raw" },
  { value: "compare", label: "Compare" },
];

interface Props {
  botId: BotId;
  /** Where Telegram delivers the bot's updates to. */
  webhookUrl: string | null;
  seq: number | null;
  /** Those that it can be compared with. */
  marked: Marked;
  replay: Replay;
  onReplay: (how: Replay) => void;
  onBack: () => void;
  onFilter: (name: string, value: string | number) => void;
  onSelect: (seq: number) => void;
  /** A text is looked at in the composer. */
  onCompose: (body: string, from: string) => void;
  /** It was pinned or let go, or a note was written: its row says so. */
  onMarked: () => void;
}

/** The update that is selected. Drawn when it changes, and not when others arrive. */
export const Detail = memo(function Detail({ seq, replay, ...rest }: Props) {
  const { detail, error, renew } = useUpdate(seq);
  const selected = useEvent(() => seq);
  if (error) {
    return (
      <div className="detail">
        <ErrorNote error={error} />
      </div>
    );
  }
  if (!detail) return <p className="detail-hint">{seq === null && "Select an update to see what Telegram sent. j and k move through the list."}</p>;
  // What is replayed is what is selected, and never the one that is still shown.
  return <Body detail={detail} replay={detail.row.seq === seq ? replay : null} selected={selected} onNoted={renew} {...rest} />;
});

/** Not drawn again while the selection passes over others. */
const Body = memo(function Body({ botId, webhookUrl, detail, selected, onNoted, marked, replay, onReplay, onBack, onFilter, onSelect, onCompose, onMarked }: Omit<Props, "seq"> & { detail: UpdateDetail; selected: () => number | null; onNoted: (detail: UpdateDetail) => void }) {
  const { row, body } = detail;
  const [view, setView] = useState<View>(() => recall<View>("detail.view", "json"));
  const pane = useRef<HTMLDivElement>(null);
  const isEdit = replay === "edit";
  // The pane itself stays from one update to the next, and the focus in it.
  useEffect(() => {
    if (pane.current && view !== "conversation") pane.current.scrollTop = 0;
    // A conversation scrolls to its own place.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [row.seq, replay]);
  const noted = (next: UpdateDetail) => {
    onNoted(next);
    onMarked();
  };
  const choose = (next: View) => {
    setView(next);
    remember("detail.view", next);
  };
  const label = VIEWS.find((each) => each.value === view)?.label;
  return (
    <section className="detail" aria-label={`Update ${row.update_id}`}>
      <DetailHead detail={detail} replay={replay} onReplay={onReplay} onBack={onBack} onFilter={onFilter} selected={selected} onPinned={noted} />
      <div className="detail-tabs">
        <Tabs label="Views of the update" value={view} onChange={choose} tabs={VIEWS} />
        <span className="spring" />
        <Button look="quiet" data-testid="edit-a-copy" title="In the composer: to send it as an update of its own, or to save it as a fixture" onClick={() => onCompose(indented(body), `From update ${row.update_id}.`)}>
          Edit a copy
        </Button>
        <CopyAs webhookUrl={webhookUrl} seq={row.seq} body={body} selected={selected} />
      </div>
      <div ref={pane} className="detail-body" tabIndex={0} role="tabpanel" aria-label={label}>
        {replay && <ReplayPanel key={`${replay} ${row.seq}`} botId={botId} detail={detail} edit={isEdit} onClose={() => onReplay(null)} />}
        {!isEdit && view === "json" && <JsonTab key={row.seq} body={body} pane={pane} />}
        {!isEdit && view === "conversation" && <ConversationTab key={row.chat_id} row={row} pane={pane} onSelect={onSelect} />}
        {!isEdit && view === "raw" && <RawTab key={row.seq} detail={detail} />}
        {!isEdit && view === "compare" && <CompareTab key={row.seq} detail={detail} marked={marked} />}
        {view !== "conversation" && (
          <>
            <InlineButtons key={`buttons ${row.seq}`} botId={botId} seq={row.seq} onLook={(made) => onCompose(made, `A press of a button under update ${row.update_id}.`)} onOpen={onSelect} />
            <NoteField key={`note ${row.seq}`} detail={detail} onSaved={noted} />
            <Attempts key={`attempts ${row.seq}`} botId={botId} seq={row.seq} />
          </>
        )}
      </div>
    </section>
  );
});
