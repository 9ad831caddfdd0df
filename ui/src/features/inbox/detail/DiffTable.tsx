import { useMemo, useState } from "react";
import type { UpdateDetail } from "../../../bindings/UpdateDetail";
import { Button } from "../../../components/Button";
import { parseJson, readable } from "../../../components/json/parse";
import { count } from "../../../components/time";
import { diff, type Change, type DiffRow } from "./diff";

/** Bodies up to here are read and compared at once. */
const MOST = 1_000_000;
/** Rows drawn at once; a longer comparison grows by a button. */
const PART = 500;

const SAID: Record<Change, string> = { same: "the same", changed: "changed", gone: "only on the left", new: "only on the right", inside: "differs inside" };

interface Props {
  left: UpdateDetail;
  right: UpdateDetail;
  /** Which of them is the one that is open. */
  shown: number;
}

/** Two updates side by side, value by value. */
export function DiffTable({ left, right, shown }: Props) {
  const [part, setPart] = useState(PART);
  const isLong = left.body.length > MOST || right.body.length > MOST;
  const rows = useMemo(() => {
    if (isLong) return null;
    const [one, other] = [parseJson(left.body), parseJson(right.body)];
    return one.root && other.root && !one.problem && !other.problem ? diff(one.root, other.root) : null;
  }, [isLong, left.body, right.body]);
  if (!rows) return <p className="tone-care">{isLong ? "One of them is longer than 1 MB: too long to compare side by side." : "One of them is no whole JSON, so there are no values to compare."}</p>;
  const differing = rows.filter((row) => row.change !== "same" && row.change !== "inside").length;
  return (
    <>
      <p className="muted small" role="status" data-testid="compare-sum">
        {differing === 0 ? "Every value is the same." : `${count(differing, "value")} differ${differing === 1 ? "s" : ""}.`}
      </p>
      <table className="diff">
        <thead>
          <tr>
            {[left, right].map(({ row }) => (
              <th key={row.seq} scope="col">
                {row.update_id} {row.seq === shown && <span className="muted">this one</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, part).map((row, i) => (
            <tr key={i} className={`diff-${row.change}`} data-testid="diff-row" data-change={row.change}>
              <Cell row={row} text={row.left} isOther={row.change === "new"} />
              <Cell row={row} text={row.right} isOther={row.change === "gone"} />
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > part && (
        <Button look="quiet" onClick={() => setPart(part + PART)}>
          Show {Math.min(PART, rows.length - part)} more of {rows.length - part}
        </Button>
      )}
    </>
  );
}

/** A side's value under its key; a side without it stays empty. */
function Cell({ row, text, isOther }: { row: DiffRow; text: string | null; isOther: boolean }) {
  if (isOther) return <td aria-label={SAID[row.change]} />;
  return (
    <td style={{ paddingLeft: 8 + row.depth * 12 }}>
      {row.change !== "same" && row.change !== "inside" && <span className="offscreen">{SAID[row.change]}: </span>}
      {row.key !== null && <span className={row.key.startsWith("[") ? "j-punct" : "j-key"}>{readable(row.key)}</span>}
      {row.key !== null && text !== null && <span className="j-punct">: </span>}
      {text !== null && <span className="diff-text">{readable(text)}</span>}
    </td>
  );
}
