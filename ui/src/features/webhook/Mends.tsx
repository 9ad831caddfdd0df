import type { BotView } from "../../bindings/BotView";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Waiting } from "../../components/Waiting";
import type { Mend } from "./mend";
import { useMends } from "./useMends";

/** The buttons that mend what was found, and how that goes. */
export function Mends({ bot, mend }: { bot: BotView; mend: Mend[] }) {
  const { action, doing, said, of, start } = useMends(bot);
  return (
    <>
      {mend.length > 0 && (
        <div className="row wrap">
          {mend.map((each) => (
            <Button key={each} data-testid={`mend-${each}`} busy={action.busy && doing === each} onClick={() => start(each)}>
              {of(each).label}
            </Button>
          ))}
          {said && (
            <span className="muted" role="status">
              {said}
            </span>
          )}
        </div>
      )}
      {doing && <Waiting action={action} on={of(doing).on ?? "it"} />}
      {action.error && <ErrorNote error={action.error} />}
    </>
  );
}
