import { useState } from "react";
import { recall, remember } from "../../app/memory";
import { useStore } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { folderOf, PathField } from "../../components/PathField";
import { JobCard } from "./JobCard";
import { useJob } from "./useJob";

/** Updates read from a file into this bot's inbox. */
export function ImportPanel({ bot }: { bot: BotView }) {
  const store = useStore();
  const { job, putAway } = useJob(bot.id, "import");
  const [path, setPath] = useState(() => recall("import.folder", ""));
  const start = useAction(async () => {
    await store.read("import_updates", { bot_id: bot.id, path: path.trim() });
    remember("import.folder", folderOf(path.trim()));
  });
  return (
    <section className="aside-body" aria-label="Import" data-testid="import">
      {job && <JobCard key={job.id} job={job} onPutAway={putAway} />}
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void start.run();
        }}
      >
        <p className="muted">What is read goes into the inbox of {bot.name}, marked as imported. It is delivered to nobody, and can be replayed like any other.</p>
        <PathField
          label="File"
          hint="JSON lines, an answer of getUpdates, a list of updates, a HAR, or fixtures one after the other; packed by gzip or not."
          sort="open"
          placeholder="/home/you/updates.jsonl"
          data-testid="import-path"
          value={path}
          onChange={(next) => {
            start.dismiss();
            setPath(next);
          }}
        />
        {start.error && <ErrorNote error={start.error} />}
        <div className="row">
          <Button type="submit" look="primary" data-testid="import-start" busy={start.busy} disabled={!path.trim() || job?.state.type === "running"}>
            Import
          </Button>
        </div>
      </form>
    </section>
  );
}
