import { useEffect, useMemo, useState } from "react";
import { useStore } from "../../../app/store";
import { toApiError } from "../../../backend/backend";
import type { ApiError } from "../../../bindings/ApiError";
import type { UpdateDetail } from "../../../bindings/UpdateDetail";
import type { UpdateRow } from "../../../bindings/UpdateRow";
import { ErrorNote } from "../../../components/ErrorNote";
import type { Marked } from "../useMarks";
import { DiffTable } from "./DiffTable";

interface Props {
  detail: UpdateDetail;
  marked: Marked;
}

const words = (row: UpdateRow) => `${row.kind} ${row.update_id}${row.who ? `, ${row.who}` : ""}`;

/** This update beside another: one that is marked, or a neighbour in its chat. */
export function CompareTab({ detail, marked }: Props) {
  const { row } = detail;
  const store = useStore();
  const [around, setAround] = useState<{ before: UpdateRow | null; after: UpdateRow | null }>({ before: null, after: null });
  const [chosen, setChosen] = useState<number | null>(null);
  const [other, setOther] = useState<UpdateDetail | null>(null);
  const [error, setError] = useState<ApiError | null>(null);

  useEffect(() => {
    let current = true;
    if (row.chat_id === null) return;
    store.read("list_conversation", { seq: row.seq, older: 1, newer: 1 }).then(
      ({ rows }) => current && setAround({ before: rows.findLast((each) => each.seq < row.seq) ?? null, after: rows.find((each) => each.seq > row.seq) ?? null }),
      // Marked ones can be compared without it.
      () => {},
    );
    return () => {
      current = false;
    };
  }, [store, row.seq, row.chat_id]);

  const choices = useMemo(() => {
    const marks = [...marked.values()].filter((each) => each.seq !== row.seq).map((each) => ({ seq: each.seq, label: `Marked: ${words(each)}` }));
    const near = [
      { row: around.before, label: "The one before in this chat" },
      { row: around.after, label: "The one after in this chat" },
    ].flatMap((each) => (each.row ? [{ seq: each.row.seq, label: `${each.label}: ${words(each.row)}` }] : []));
    return [...marks.slice(0, 50), ...near];
  }, [marked, around, row.seq]);
  const with_ = choices.find((choice) => choice.seq === chosen)?.seq ?? choices[0]?.seq ?? null;

  useEffect(() => {
    let current = true;
    setError(null);
    if (with_ === null) return setOther(null);
    store.read("get_update", { seq: with_ }).then(
      (found) => current && setOther(found),
      (thrown: unknown) => current && setError(toApiError(thrown)),
    );
    return () => {
      current = false;
    };
  }, [store, with_]);

  if (with_ === null) return <p className="muted">Mark another update with x, and the two are compared here.</p>;
  // Earlier on the left, as they came.
  const [left, right] = other && other.row.seq < row.seq ? [other, detail] : [detail, other];
  return (
    <div className="compare">
      <select className="input" aria-label="Compare with" data-testid="compare-with" value={with_} onChange={(event) => setChosen(Number(event.target.value))}>
        {choices.map((choice) => (
          <option key={`${choice.seq} ${choice.label}`} value={choice.seq}>
            {choice.label}
          </option>
        ))}
      </select>
      {error && <ErrorNote error={error} />}
      {left && right && <DiffTable left={left} right={right} shown={row.seq} />}
    </div>
  );
}
