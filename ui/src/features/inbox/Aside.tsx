import { useEffect, useRef } from "react";
import { useKeys } from "../../app/keys";
import type { BotView } from "../../bindings/BotView";
import { Button } from "../../components/Button";
import { Tabs } from "../../components/Tabs";
import { useFocusBack } from "../../components/useFocusBack";
import { Composer } from "../composer/Composer";
import { given, type Draft } from "../composer/draft";
import { Fixtures } from "../composer/Fixtures";
import { ExportPanel } from "../exchange/ExportPanel";
import { ImportPanel } from "../exchange/ImportPanel";

/** What goes into the inbox and out of it by hand. */
export type AsideView = "compose" | "fixtures" | "export" | "import";

const VIEWS: { value: AsideView; label: string }[] = [
  { value: "compose", label: "Compose" },
  { value: "fixtures", label: "Fixtures" },
  { value: "export", label: "Export" },
  { value: "import", label: "Import" },
];

interface Props {
  bot: BotView;
  view: AsideView;
  onView: (view: AsideView) => void;
  draft: Draft;
  onDraft: (draft: Draft) => void;
  seqs: number[];
  query: string;
  onOpen: (seq: number) => void;
  onClose: () => void;
}

/** In the detail's place: updates made by hand, kept as files, taken away and brought in. */
export function Aside({ bot, view, onView, draft, onDraft, seqs, query, onOpen, onClose }: Props) {
  const box = useRef<HTMLElement>(null);
  useFocusBack();
  useKeys(
    {
      Escape: () => {
        // Out of what is written first: one key must not close it under the reader's hands.
        const isWriting = document.activeElement?.closest(".text-editor, .aside input, .aside textarea, .aside select") != null;
        if (isWriting) box.current?.querySelector<HTMLElement>(".aside-close")?.focus();
        else onClose();
      },
    },
    "form",
  );
  useEffect(() => {
    box.current?.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus();
  }, []);
  return (
    <section ref={box} className="detail aside" aria-label="Compose, export and import" data-testid="aside">
      <div className="detail-tabs aside-tabs">
        <Tabs label="Compose, export and import" value={view} onChange={onView} tabs={VIEWS} />
        <span className="spring" />
        <Button look="quiet" className="aside-close" data-testid="aside-close" onClick={onClose}>
          Close
        </Button>
      </div>
      {view === "compose" && <Composer key={draft.written?.at ?? 0} botId={bot.id} draft={draft} onDraft={onDraft} onOpen={onOpen} />}
      {view === "fixtures" && (
        <Fixtures
          botId={bot.id}
          onOpen={onOpen}
          onEdit={(name, body) => {
            onDraft({ ...draft, written: given(body, `From the fixture ${name}.`, name) });
            onView("compose");
          }}
        />
      )}
      {view === "export" && <ExportPanel bot={bot} seqs={seqs} query={query} />}
      {view === "import" && <ImportPanel bot={bot} />}
    </section>
  );
}
