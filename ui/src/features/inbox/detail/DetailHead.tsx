import type { UpdateDetail } from "../../../bindings/UpdateDetail";
import { Button } from "../../../components/Button";
import { Kbd } from "../../../components/Kbd";
import { TimeAgo } from "../../../components/TimeAgo";
import { bytes } from "../../../components/time";
import type { Replay } from "../Inbox";
import { filtersOf } from "../RowMenu";
import { PinButton } from "../PinButton";
import { SourceMark } from "../SourceMark";

interface Props {
  detail: UpdateDetail;
  replay: Replay;
  onReplay: (how: Replay) => void;
  onBack: () => void;
  onFilter: (name: string, value: string | number) => void;
  /** The one that is selected. */
  selected: () => number | null;
  onPinned: (detail: UpdateDetail) => void;
}

/** What it is, what can be done with it, and the searches that it is part of. */
export function DetailHead({ detail, replay, onReplay, onBack, onFilter, selected, onPinned }: Props) {
  const { row } = detail;
  return (
    <>
      <header className="detail-head">
        <Button className="detail-back" onClick={onBack}>
          Back
        </Button>
        <h2 data-testid="update-kind">{row.kind}</h2>
        <span className="mono muted" data-testid="update-id">
          {row.update_id}
        </span>
        <span className="spring" />
        <PinButton row={row} selected={selected} onPinned={onPinned} />
        <Button data-testid="replay" aria-expanded={replay === "as_is"} onClick={() => onReplay(replay === "as_is" ? null : "as_is")}>
          Replay <Kbd>R</Kbd>
        </Button>
        <Button data-testid="edit-and-replay" aria-expanded={replay === "edit"} onClick={() => onReplay(replay === "edit" ? null : "edit")}>
          Edit and replay <Kbd>E</Kbd>
        </Button>
      </header>
      <div className="detail-filters">
        <span className="muted detail-when">
          <TimeAgo at={row.received_at} />, {bytes(row.size)}
        </span>
        <SourceMark source={row.source} />
        {filtersOf(row).map(({ label, name, value }) => (
          <button key={name} type="button" className="filter" data-testid={`only-${name}`} title={`${name}:${value}`} onClick={() => onFilter(name, value)}>
            {label}
          </button>
        ))}
      </div>
    </>
  );
}
