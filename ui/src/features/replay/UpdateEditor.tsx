import { lazy, Suspense } from "react";
import type { EditorProps } from "../../components/editor/TextEditor";
import { bytes } from "../../components/time";

// The editor is a third of the page's code, and most days nobody edits.
const JsonEditor = lazy(() => import("./JsonEditor"));

/** Characters that the editor takes: as much as Telegram's longest request. With more the window would stand still. */
const MOST = 1024 * 1024;

/** An update as JSON, to edit, unless it is too long for that. */
export function UpdateEditor(props: EditorProps) {
  if (props.start.length > MOST)
    return (
      <div className="note care" role="status" data-testid="too-long-to-edit">
        <p className="note-title">
          This update is too long to be edited here: the editor takes {bytes(MOST)}.
        </p>
        <p>It can be sent as it is. To change it, take it from its detail with Copy as, edit it in a file, and import that.</p>
      </div>
    );
  return (
    <Suspense fallback={<p className="muted">Opening the editor</p>}>
      <JsonEditor {...props} />
    </Suspense>
  );
}
