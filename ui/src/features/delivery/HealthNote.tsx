import { useState } from "react";
import { useStore } from "../../app/store";
import type { DeliveryView } from "../../bindings/DeliveryView";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { count } from "../../components/time";
import { Waiting } from "../../components/Waiting";
import { AttemptItem } from "../attempts/AttemptItem";
import { accepting, draftOf, inputOf } from "./draft";
import { said, type Help } from "./said";

interface Props {
  view: DeliveryView;
  /** Leads to the form of the targets, with a new one where there is none. */
  onEdit: () => void;
}

/** How it goes in a sentence, with the one button that helps. */
export function HealthNote({ view, onEdit }: Props) {
  const words = said(view);
  return (
    <section className={`note ${words.tone}`} data-testid="delivery-health" aria-label="How deliveries go">
      <div className="note-said" role={words.tone === "bad" ? "alert" : "status"}>
        <p className="note-title">
          {words.lead}
          {words.rest}
        </p>
        {words.text && <p>{words.text}</p>}
      </div>
      {words.help && <HelpButton key={words.help.type} view={view} help={words.help} onEdit={onEdit} />}
    </section>
  );
}

function HelpButton({ view, help, onEdit }: Props & { help: Help }) {
  const store = useStore();
  const [looking, setLooking] = useState(false);
  const act = useAction(async () => {
    const { bot_id } = view;
    switch (help.type) {
      case "relay":
        return store.act("configure_delivery", { ...inputOf(bot_id, draftOf(view)), mode: "relay" });
      case "accept":
        return store.act("configure_delivery", accepting(view, help.target, help.certificate));
      case "stop_fault":
        return store.act("inject_fault", { bot_id, fault: null, times: null });
      case "keyring":
        return store.act("retry_vault", {});
      case "aside":
        return store.act("deliver_again", { bot_id, seqs: [], all: "aside", target: view.targets.find((target) => target.answers)?.id });
      case "add":
      case "edit":
        return onEdit();
      case "look":
        return setLooking(!looking);
    }
  });
  return (
    <>
      {help.type === "accept" && (
        <p>
          Its SHA-256 fingerprint: <span className="mono small break">{help.certificate}</span>. Accept it if it is your own.
        </p>
      )}
      <div className="row">
        <Button data-testid="delivery-help" busy={act.busy} aria-expanded={help.type === "look" ? looking : undefined} onClick={() => void act.run()}>
          {LABELS[help.type](help)}
        </Button>
      </div>
      {help.type === "look" && looking && (
        <ul className="attempts">
          <AttemptItem key={help.attempt.id} row={help.attempt} open />
        </ul>
      )}
      {act.error && <ErrorNote error={act.error} />}
      <Waiting action={act} on="it to be done" />
    </>
  );
}

const LABELS = {
  add: () => "Add your bot's address",
  relay: () => "Pass updates on",
  edit: () => "Change the target",
  stop_fault: () => "Stop that",
  keyring: () => "Try the keyring again",
  aside: (help) => `Deliver ${help.type === "aside" ? count(help.count, "update") : "them"} again`,
  accept: () => "Accept this certificate",
  look: () => "Show the last failure",
} satisfies Record<Help["type"], (help: Help) => string>;
