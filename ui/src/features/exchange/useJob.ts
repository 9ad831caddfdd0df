import { useState } from "react";
import { useRead } from "../../app/useRead";
import type { BotId } from "../../bindings/BotId";
import type { JobId } from "../../bindings/JobId";
import type { JobKind } from "../../bindings/JobKind";
import type { JobView } from "../../bindings/JobView";

/** A bot's newest export or import with its report, whoever started it, until it is put away. */
export function useJob(botId: BotId, kind: JobKind): { job: JobView | null; putAway: () => void } {
  const [away, setAway] = useState<JobId | null>(null);
  const stale = (change: { type: string }) => change.type === "jobs";
  const jobs = useRead({ op: "jobs", input: () => ({}), key: "jobs", stale });
  const newest = jobs.value?.find((job) => job.bot_id === botId && job.kind === kind);
  const id = newest && newest.id !== away ? newest.id : null;
  const job = useRead({ op: "job", input: () => ({ id: id ?? "" }), key: id === null ? null : String(id), stale });
  return { job: job.value, putAway: () => setAway(id) };
}
