import { useEffect, useRef, useState } from "react";
import { useStore } from "../../../app/store";
import { useRead } from "../../../app/useRead";
import { toApiError } from "../../../backend/backend";
import type { ApiError } from "../../../bindings/ApiError";
import type { TranscriptEntry } from "../../../bindings/TranscriptEntry";
import type { TranscriptPage } from "../../../bindings/TranscriptPage";
import { PAGE, withNewest, withOlder, type Stretch } from "../pages";

export interface TranscriptRead extends Stretch<TranscriptEntry> {
  ready: boolean;
  error: ApiError | null;
  fetchOlder: () => void;
}

const idOf = ({ id }: TranscriptEntry) => id;
const stretchOf = ({ entries, more }: TranscriptPage): Stretch<TranscriptEntry> => ({ items: [...entries].reverse(), more });

/** What happened around a bot, oldest first: the newest page live, older ones as they were when they were read. */
export function useTranscript(botId: string): TranscriptRead {
  const store = useStore();
  const newest = useRead({
    op: "list_transcript",
    key: botId,
    input: () => ({ bot_id: botId, before: null, limit: PAGE }),
    stale: (change) => change.type === "chat" && change.bot_id === botId,
  });
  const [known, setKnown] = useState<Stretch<TranscriptEntry>>({ items: [], more: false });
  const [problem, setProblem] = useState<ApiError | null>(null);
  const running = useRef(false);

  useEffect(() => {
    const page = newest.value;
    if (page) setKnown((now) => withNewest(now, stretchOf(page), idOf));
  }, [newest.value]);

  const fetchOlder = () => {
    const first = known.items[0];
    if (!known.more || !first || running.current) return;
    running.current = true;
    void store
      .read("list_transcript", { bot_id: botId, before: first.id, limit: PAGE })
      .then(
        (page) => {
          setKnown((now) => withOlder(now, stretchOf(page), idOf));
          setProblem(null);
        },
        (thrown: unknown) => setProblem(toApiError(thrown)),
      )
      .finally(() => {
        running.current = false;
      });
  };
  return { ...known, ready: newest.value !== null, error: newest.error ?? problem, fetchOlder };
}
