import { useEffect, useRef, useState } from "react";
import { useKeys } from "../../../app/keys";
import { useStore } from "../../../app/store";
import { toApiError } from "../../../backend/backend";
import type { ApiError } from "../../../bindings/ApiError";
import type { BotId } from "../../../bindings/BotId";
import type { SavedView } from "../../../bindings/SavedView";
import { Button } from "../../../components/Button";
import { ErrorNote } from "../../../components/ErrorNote";
import { useFocusBack } from "../../../components/useFocusBack";
import { SaveViewForm } from "./SaveViewForm";
import { ViewItem } from "./ViewItem";

interface Props {
  botId: BotId;
  query: string;
  onUse: (query: string) => void;
}

/** Queries that were given a name, beside the search field. */
export function Views(props: Props) {
  const [open, setOpen] = useState(false);
  return (
    <div className="views">
      <Button look="quiet" data-testid="views" aria-expanded={open} aria-haspopup="dialog" onClick={() => setOpen(!open)}>
        Views
      </Button>
      {open && <Panel {...props} onClose={() => setOpen(false)} />}
    </div>
  );
}

function Panel({ botId, query, onUse, onClose }: Props & { onClose: () => void }) {
  const store = useStore();
  const [views, setViews] = useState<SavedView[] | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const box = useRef<HTMLDivElement>(null);
  useFocusBack();
  useKeys({ Escape: onClose }, "floating");

  const read = () =>
    store.read("list_views", {}).then(
      (all) => setViews(all.filter((view) => view.bot_id === null || view.bot_id === botId)),
      (thrown: unknown) => setError(toApiError(thrown)),
    );
  useEffect(() => {
    void read();
    box.current?.focus();
    const away = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.parentElement?.contains(event.target)) onClose();
    };
    document.addEventListener("pointerdown", away);
    return () => document.removeEventListener("pointerdown", away);
    // Once, as it opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const change = async (work: Promise<unknown>) => {
    setError(null);
    try {
      await work;
    } catch (thrown) {
      setError(toApiError(thrown));
    }
    await read();
  };
  const use = (next: string) => {
    onUse(next);
    onClose();
  };
  return (
    <div ref={box} className="popover views-panel" role="dialog" aria-label="Saved views" tabIndex={-1} data-testid="views-panel">
      {error && <ErrorNote error={error} />}
      <ul>
        {views?.map((view) => (
          <ViewItem
            key={view.id}
            view={view}
            onUse={() => use(view.query)}
            onRename={(name) => void change(store.read("save_view", { id: view.id, name, query: view.query, bot_id: view.bot_id }))}
            onRemove={() => void change(store.read("remove_view", { id: view.id }))}
          />
        ))}
      </ul>
      {query === "" ? (
        <p className="muted">{views?.length === 0 ? "No search is saved yet. " : ""}Search for something, and it can be saved here under a name.</p>
      ) : (
        <SaveViewForm query={query} onSave={(name, isForAll) => void change(store.read("save_view", { id: null, name, query, bot_id: isForAll ? null : botId }))} />
      )}
    </div>
  );
}
