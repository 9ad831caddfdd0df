import { useState } from "react";
import { recall, remember } from "../../app/memory";
import { useStore } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import type { ExportFormat } from "../../bindings/ExportFormat";
import type { Framework } from "../../bindings/Framework";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Choice, Field, Tick } from "../../components/Field";
import { folderOf, PathField } from "../../components/PathField";
import { count } from "../../components/time";
import { FRAMEWORKS } from "../composer/frameworks";
import { JobCard } from "./JobCard";
import { useJob } from "./useJob";
import { fileNameFor, FORMATS, withEnding } from "./words";

interface Props {
  bot: BotView;
  /** What is marked. */
  seqs: number[];
  /** What the list shows. */
  query: string;
}

type What = "marked" | "found" | "all";
type Beside = Framework | "none";

const PROGRAMS: { value: Beside; label: string }[] = [{ value: "none", label: "None" }, ...FRAMEWORKS];

/** Updates written to a file: which, in which form, and what is left out. */
export function ExportPanel({ bot, seqs, query }: Props) {
  const store = useStore();
  const { job, putAway } = useJob(bot.id, "export");
  const [chosen, setChosen] = useState<What | null>(null);
  const [format, setFormat] = useState<ExportFormat>(() => recall<ExportFormat>("export.format", "jsonl"));
  const [path, setPath] = useState(() => {
    const folder = recall("export.folder", "");
    return folder && folder + fileNameFor(bot.name, format);
  });
  const [program, setProgram] = useState<Beside>(() => recall<Beside>("export.program", "none"));
  const [isScrubbed, setScrubbed] = useState(false);
  const [ids, setIds] = useState(false);
  const [seed, setSeed] = useState("");
  const options: { value: What; label: string }[] = [
    ...(seqs.length > 0 ? [{ value: "marked" as const, label: `The ${count(seqs.length, "update")} marked` }] : []),
    ...(query !== "" ? [{ value: "found" as const, label: `What the search finds: ${query}` }] : []),
    { value: "all", label: "All updates of this bot" },
  ];
  const what = options.find((each) => each.value === chosen)?.value ?? options[0]?.value ?? "all";
  const put = async (overwrite: boolean) => {
    await store.read("export_updates", {
      bot_id: bot.id,
      what: what === "marked" ? { type: "selection", seqs } : { type: "query", query: what === "found" ? query : "" },
      format,
      path: path.trim(),
      overwrite,
      scrub: isScrubbed ? { seed: seed.trim() || null, ids } : null,
      program: format === "fixtures" && program !== "none" ? program : null,
    });
    remember("export.program", program);
    remember("export.folder", folderOf(path.trim()));
    remember("export.format", format);
  };
  const start = useAction(() => put(false));
  const replace = useAction(async (signal) => {
    await put(true);
    signal.throwIfAborted();
    start.dismiss();
  });
  const isThere = start.error?.code === "already_there";
  const isRunning = job?.state.type === "running";
  const write = (next: string) => {
    start.dismiss();
    replace.dismiss();
    setPath(next);
  };
  return (
    <section className="aside-body" aria-label="Export" data-testid="export">
      {job && <JobCard key={job.id} job={job} onPutAway={putAway} />}
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void start.run();
        }}
      >
        {options.length > 1 && <Choice legend="Which updates" value={what} onChange={setChosen} options={options} />}
        <Choice
          legend="Form"
          value={format}
          options={FORMATS}
          onChange={(next) => {
            write(withEnding(path, format, next));
            setFormat(next);
          }}
        />
        {format === "fixtures" && (
          <div className="nested">
            <Choice legend="Beside each, a program that feeds it to your bot" value={program} options={PROGRAMS} onChange={setProgram} />
          </div>
        )}
        <div className="stack-small">
          <Tick label="Without what is personal" hint="Names, texts, phone numbers and addresses are replaced, the same by the same." data-testid="export-scrub" checked={isScrubbed} onChange={(event) => setScrubbed(event.target.checked)} />
          {isScrubbed && (
            <div className="nested">
              <Tick label="Ids of people, chats and files too" data-testid="export-ids" checked={ids} onChange={(event) => setIds(event.target.checked)} />
              <Field label="Seed" hint="With the same seed the same is replaced by the same the next time. Left empty, it is forgotten afterwards." className="mono" data-testid="export-seed" value={seed} onChange={(event) => setSeed(event.target.value)} />
            </div>
          )}
          <p className="hint">Tokens and secrets are never in it.</p>
        </div>
        <PathField
          label={format === "fixtures" ? "Folder" : "File"}
          sort={format === "fixtures" ? "folder" : "save"}
          placeholder={`/home/you/${fileNameFor(bot.name, format)}`}
          data-testid="export-path"
          value={path}
          onChange={write}
        />
        {start.error && !isThere && <ErrorNote error={start.error} />}
        {isThere && (
          <section className="note care" role="alert" data-testid="export-there">
            <p className="note-title">{start.error?.message}</p>
            <div className="row">
              <Button look="danger" data-testid="export-replace" busy={replace.busy} onClick={() => void replace.run()}>
                Replace it
              </Button>
              <Button look="quiet" onClick={start.dismiss}>
                Leave it
              </Button>
            </div>
          </section>
        )}
        {replace.error && <ErrorNote error={replace.error} />}
        <div className="row">
          <Button type="submit" look="primary" data-testid="export-start" busy={start.busy} disabled={!path.trim() || isRunning}>
            Export
          </Button>
        </div>
      </form>
    </section>
  );
}
