import type { UpdateSource } from "../../bindings/UpdateSource";

const TITLES: Record<UpdateSource, string> = {
  composed: "Made here by hand: Telegram did not send it.",
  imported: "Read from a file: Telegram did not send it to this computer.",
};

/** Where an update is from, when Telegram did not send it. */
export function SourceMark({ source }: { source: UpdateSource | null | undefined }) {
  if (!source) return null;
  return (
    <span className="mark row-source" data-testid="row-source" title={TITLES[source]}>
      {source}
    </span>
  );
}
