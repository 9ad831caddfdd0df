import { useEffect, useRef } from "react";
import { useSession } from "../../../app/session";
import { useStore } from "../../../app/store";
import type { UpdateDetail } from "../../../bindings/UpdateDetail";
import { useAction } from "../../../components/action";
import { ErrorNote } from "../../../components/ErrorNote";

const MOST = 2_000;

/** What the reader writes beside an update; kept when the field is left, also by going on to another update. */
export function NoteField({ detail, onSaved }: { detail: UpdateDetail; onSaved: (detail: UpdateDetail) => void }) {
  const store = useStore();
  const { seq } = detail.row;
  const kept = detail.note ?? "";
  // What is not saved stays for whoever comes back: saving it may have failed.
  const [unsaved, setUnsaved] = useSession<string | null>(`note.${seq}`, null);
  const text = unsaved ?? kept;
  // What it is being saved as.
  const saving = useRef<string | null>(null);
  const save = useAction(async () => {
    const sent = text;
    saving.current = sent;
    try {
      const saved = await store.read("note_update", { seq, note: sent.trim() || null });
      onSaved(saved);
      setUnsaved((now) => (now === sent ? null : now));
    } finally {
      saving.current = null;
    }
  });
  const leave = () => {
    if (unsaved === null || unsaved === saving.current) return;
    if (unsaved.trim() === kept) setUnsaved(null);
    else void save.run();
  };
  const latest = useRef(leave);
  latest.current = leave;
  useEffect(() => {
    latest.current();
    return () => latest.current();
  }, []);
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
        onChange={(event) => setUnsaved(event.target.value)}
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
