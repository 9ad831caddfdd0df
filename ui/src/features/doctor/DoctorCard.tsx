import { useState } from "react";
import { useStore } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import type { Check } from "../../bindings/Check";
import type { Examination } from "../../bindings/Examination";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/CopyButton";
import { ErrorNote } from "../../components/ErrorNote";
import { TimeAgo } from "../../components/TimeAgo";
import { took } from "../../components/time";
import { Waiting } from "../../components/Waiting";
import { MEND_OF } from "../webhook/mend";
import { Mends } from "../webhook/Mends";
import { CHECKS, FINDINGS, foundWords } from "./words";

/** Examines the way from Telegram to this computer, when asked. */
export function DoctorCard({ bot }: { bot: BotView }) {
  const store = useStore();
  const [found, setFound] = useState<Examination | null>(null);
  const examine = useAction(async (signal) => {
    const answer = await store.act("examine", { bot_id: bot.id });
    signal.throwIfAborted();
    setFound(answer);
  });
  return (
    <section className="card" aria-labelledby="doctor" data-testid="doctor">
      <div className="row doctor-head">
        <h2 id="doctor" className="grow">
          Doctor
        </h2>
        <Button data-testid="examine" busy={examine.busy} onClick={() => void examine.run()}>
          {found ? "Examine again" : "Examine"}
        </Button>
      </div>
      <p className="muted">
        {/* Only this is read out when it changes, not the seconds that pass. */}
        <span role="status" data-testid="found">
          {found ? foundWords(found.checks) : "Checks the whole way: the token, the name, the certificate, the way here and back."}
        </span>
        {found && (
          <>
            {" "}
            Examined <TimeAgo at={found.at} />.
          </>
        )}
      </p>
      <Waiting action={examine} on="the checks, which take up to 15 s" />
      {examine.error && <ErrorNote error={examine.error} />}
      {found && (
        <ul className="checks">
          {found.checks.map((check) => (
            <CheckRow key={check.name} bot={bot} check={check} />
          ))}
        </ul>
      )}
    </section>
  );
}

function CheckRow({ bot, check }: { bot: BotView; check: Check }) {
  const { word, tone } = FINDINGS[check.finding];
  return (
    <li className="check" data-testid={`check-${check.name}`} data-finding={check.finding}>
      <span className={`check-word tone-${tone}`}>{word}</span>
      <div className="check-body">
        <p>
          <span className="offscreen">{CHECKS[check.name]}: </span>
          {check.sentence}
        </p>
        {check.fix && <p className="muted">{check.fix}</p>}
        {check.mend && <Mends bot={bot} mend={[MEND_OF[check.mend]]} />}
        {check.detail && (
          <details className="note-detail">
            <summary>Details</summary>
            <pre>{check.detail}</pre>
            <CopyButton text={check.detail} what="the details" />
          </details>
        )}
      </div>
      <span className="check-took">{check.finding === "skipped" ? "" : took(check.took_ms)}</span>
    </li>
  );
}
