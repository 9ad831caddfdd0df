import { useOverview } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import { TimeAgo, TimeUntil } from "../../components/TimeAgo";
import { Mends } from "./Mends";
import { verdict } from "./verdict";

/** What is right or wrong, in a sentence, with what mends it. */
export function VerdictNote({ bot }: { bot: BotView }) {
  const said = verdict(bot, useOverview());
  return (
    <section className={`note ${said.tone}`} data-testid="verdict" aria-label="How the webhook is">
      {/* Only this is read out when it changes: the times below change every second. */}
      <div className="note-said" role={said.tone === "bad" ? "alert" : "status"}>
        <p className="note-title">{said.title}</p>
        <p>{said.text}</p>
      </div>
      {(said.at !== undefined || said.since !== undefined || said.next !== undefined) && (
        <p className="muted">
          {said.at !== undefined && (
            <>
              Last time: <TimeAgo at={said.at} />.{" "}
            </>
          )}
          {said.since !== undefined && (
            <>
              First seen: <TimeAgo at={said.since} />.{" "}
            </>
          )}
          {said.next !== undefined && (
            <>
              Next try: <TimeUntil at={said.next} />.
            </>
          )}
        </p>
      )}
      {/* Another trouble has buttons of its own: what the last one answered is over. */}
      <Mends key={said.mend.join(" ")} bot={bot} mend={said.mend} />
    </section>
  );
}
