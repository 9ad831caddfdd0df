import { useRef, useState } from "react";
import type { OpenForm } from "../../app/route";
import type { BotView } from "../../bindings/BotView";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { DeliveryForm } from "./DeliveryForm";
import { draftOf, withTarget, type Draft } from "./draft";
import { FaultCard } from "./FaultCard";
import { HealthNote } from "./HealthNote";
import { HeldCard } from "./HeldCard";
import { KeepCard } from "./KeepCard";
import { useDelivery } from "./useDelivery";

/** Where a bot's updates go from here, how that goes, and what did not get there. Mounted anew for every bot. */
export function DeliveryTab({ bot, form = null }: { bot: BotView; form?: OpenForm }) {
  const { value: view, error, reload } = useDelivery();
  const [draft, setDraft] = useState<Draft | null>(null);
  const page = useRef<HTMLDivElement>(null);
  if (!view || view.bot_id !== bot.id) {
    return (
      <div className="page">
        {error ? (
          <ErrorNote error={error}>
            <Button onClick={() => void reload()}>Try again</Button>
          </ErrorNote>
        ) : (
          <p className="muted">Reading how updates are passed on</p>
        )}
      </div>
    );
  }
  const edit = () => {
    if (view.targets.length === 0 && !draft?.targets.length) setDraft(withTarget(draft ?? draftOf(view), "first"));
    // After the field is there.
    setTimeout(() => {
      const field = page.current?.querySelector<HTMLInputElement>("[data-testid=target-url]");
      field?.focus();
      field?.scrollIntoView({ block: "center" });
    });
  };
  const isUsed = view.mode !== "record" || view.targets.some((target) => target.held + target.aside + target.expired > 0);
  return (
    <div ref={page} className="page webhook delivery">
      <div className="webhook-main">
        {error && <ErrorNote error={error} />}
        <HealthNote view={view} onEdit={edit} />
        {isUsed && <HeldCard view={view} />}
        <DeliveryForm view={view} draft={draft} onDraft={setDraft} onSaved={reload} />
      </div>
      <div className="webhook-side">
        <KeepCard botId={bot.id} isAsked={form === "keep"} />
        <FaultCard view={view} />
      </div>
    </div>
  );
}
