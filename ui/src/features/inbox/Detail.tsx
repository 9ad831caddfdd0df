import { useEffect, useMemo, useRef, useState } from "react";
import { recall, remember } from "../../app/memory";
import { useStore } from "../../app/store";
import { toApiError } from "../../backend/backend";
import type { ApiError } from "../../bindings/ApiError";
import type { BotId } from "../../bindings/BotId";
import type { UpdateDetail } from "../../bindings/UpdateDetail";
import type { UpdateRow } from "../../bindings/UpdateRow";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/CopyButton";
import { ErrorNote } from "../../components/ErrorNote";
import { JsonView } from "../../components/json/JsonView";
import { parseJson, pretty } from "../../components/json/parse";
import { Kbd } from "../../components/Kbd";
import { Tabs } from "../../components/Tabs";
import { TimeAgo } from "../../components/TimeAgo";
import { bytes } from "../../components/time";
import { Attempts } from "../attempts/Attempts";
import { ReplayPanel } from "../replay/ReplayPanel";
import type { Replay } from "./Inbox";
import { PinButton } from "./PinButton";

type View = "json" | "raw";

interface Props {
  botId: BotId;
  seq: number | null;
  replay: Replay;
  onReplay: (how: Replay) => void;
  onPinned: (row: UpdateRow) => void;
  onBack: () => void;
}

/** The update that is selected. The one before stays until the next is here. */
export function Detail({ seq, ...rest }: Props) {
  const store = useStore();
  const [detail, setDetail] = useState<UpdateDetail | null>(null);
  const [error, setError] = useState<ApiError | null>(null);

  useEffect(() => {
    let current = true;
    setError(null);
    if (seq === null) {
      setDetail(null);
      return;
    }
    store.read("get_update", { seq }).then(
      (found) => current && setDetail(found),
      (thrown) => {
        if (!current) return;
        setDetail(null);
        setError(toApiError(thrown));
      },
    );
    return () => {
      current = false;
    };
  }, [seq, store]);

  if (error) {
    return (
      <div className="detail">
        <ErrorNote error={error} />
      </div>
    );
  }
  if (!detail) return <p className="detail-hint">{seq === null && "Select an update to see what Telegram sent. j and k move through the list."}</p>;
  return <Body detail={detail} {...rest} />;
}

function Body({ botId, detail, replay, onReplay, onPinned, onBack }: Omit<Props, "seq"> & { detail: UpdateDetail }) {
  const { row, body } = detail;
  const [view, setView] = useState<View>(() => recall<View>("detail.view", "json"));
  const [openDepth, setOpenDepth] = useState<number | undefined>(undefined);
  const pane = useRef<HTMLDivElement>(null);
  // The pane itself stays from one update to the next, and the focus in it.
  useEffect(() => {
    if (pane.current) pane.current.scrollTop = 0;
  }, [row.seq, replay]);
  const parsed = useMemo(() => parseJson(body), [body]);
  const exact = view === "raw" || parsed.problem !== null || parsed.root === null;
  const choose = (next: View) => {
    setView(next);
    remember("detail.view", next);
  };
  return (
    <section className="detail" aria-label={`Update ${row.update_id}`}>
      <header className="detail-head">
        <Button className="detail-back" onClick={onBack}>
          Back
        </Button>
        <h2 data-testid="update-kind">{row.kind}</h2>
        <span className="mono muted" data-testid="update-id">
          {row.update_id}
        </span>
        <span className="muted detail-when">
          <TimeAgo at={row.received_at} />, {bytes(row.size)}
        </span>
        <span className="spring" />
        <PinButton key={row.seq} row={row} onPinned={onPinned} />
        <Button data-testid="replay" aria-expanded={replay === "as_is"} onClick={() => onReplay(replay === "as_is" ? null : "as_is")}>
          Replay <Kbd>R</Kbd>
        </Button>
        <Button data-testid="edit-and-replay" aria-expanded={replay === "edit"} onClick={() => onReplay(replay === "edit" ? null : "edit")}>
          Edit and replay <Kbd>E</Kbd>
        </Button>
      </header>
      <div className="detail-tabs">
        <Tabs
          label="Views of the update"
          value={view}
          onChange={choose}
          tabs={[
            { value: "json", label: "JSON" },
            { value: "raw", label: "Raw" },
          ]}
        />
        <span className="spring" />
        {view === "json" && (
          <Button look="quiet" onClick={() => setOpenDepth(openDepth === undefined ? Infinity : undefined)}>
            {openDepth === undefined ? "Unfold all" : "Fold"}
          </Button>
        )}
        <CopyButton text={exact ? body : parsed.root ? pretty(parsed.root) : body} what="this update" look="quiet" />
      </div>
      <div ref={pane} className="detail-body" tabIndex={0} role="tabpanel" aria-label={view === "json" ? "JSON" : "Raw"}>
        {replay && <ReplayPanel key={`${replay} ${row.seq}`} botId={botId} detail={detail} edit={replay === "edit"} onClose={() => onReplay(null)} />}
        {replay === "edit" ? null : view === "json" ? (
          <JsonView key={row.seq} parsed={parsed} {...(openDepth !== undefined && { openDepth })} />
        ) : (
          <pre className="raw" data-testid="raw" dir="ltr">
            {body}
          </pre>
        )}
        <Attempts key={`attempts ${row.seq}`} botId={botId} seq={row.seq} />
      </div>
    </section>
  );
}
