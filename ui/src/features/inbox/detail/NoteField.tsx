import { useState } from "react";
import { useStore } from "../../../app/store";
import type { UpdateDetail } from "../../../bindings/UpdateDetail";
import { useAction } from "../../../components/action";
import { ErrorNote } from "../../../components/ErrorNote";

const MOST = 2_000;

/** What the reader writes beside an update; kept when the field is left. */
export function NoteField({ detail, onSaved }: { detail: UpdateDetail; onSaved: (detail: UpdateDetail) => void }) {
  const store = useStore();
  const { seq } = detail.row;
  const [text, setText] = useState(detail.note ?? "");
  const save = useAction(async () => onSaved(await store.read("note_update", { seq, note: text.trim() || null })));
  const kept = detail.note ?? "";
  // It may have been written elsewhere meanwhile. While drawing and not after it: a letter typed in between would be lost.
  const [before, setBefore] = useState(kept);
  if (before !== kept) {
    setBefore(kept);
    setText(kept);
  }
  const leave = () => {
    if (text.trim() !== kept) void save.run();
  };
  return (
    <div className="note-field">
      <textarea
        className="input"
        data-testid="note"
        aria-label="Note"
        placeholder="Write a note beside this update"
        rows={Math.min(6, text.split("\n").length)}
        maxLength={MOST}
        dir="auto"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          event.currentTarget.blur();
        }}
      />
      {save.error && <ErrorNote error={save.error} />}
    </div>
  );
}
