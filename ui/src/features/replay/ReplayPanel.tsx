import { useMemo, useRef, useState } from "react";
import { useKeys } from "../../app/keys";
import { useOverview } from "../../app/store";
import type { BotId } from "../../bindings/BotId";
import type { UpdateDetail } from "../../bindings/UpdateDetail";
import { Button } from "../../components/Button";
import { indented } from "../../components/json/parse";
import { useFocusBack } from "../../components/useFocusBack";
import { useDelivery } from "../delivery/useDelivery";
import { BothAnswers } from "./BothAnswers";
import { checkUpdate } from "./check";
import { SendLine } from "./SendLine";
import { UpdateEditor } from "./UpdateEditor";
import { useReplay } from "./useReplay";
import { aimOf, Whereto, type Aim } from "./Whereto";

interface Props {
  botId: BotId;
  detail: UpdateDetail;
  edit: boolean;
  onClose: () => void;
}

/** One update sent once more, edited or as it was, with both answers beside each other. */
export function ReplayPanel({ botId, detail, edit, onClose }: Props) {
  const { update_kinds } = useOverview();
  const targets = useDelivery().value?.targets ?? [];
  const [aim, setAim] = useState<Partial<Aim>>({});
  const start = useMemo(() => indented(detail.body), [detail.body]);
  const [text, setText] = useState(start);
  const box = useRef<HTMLElement>(null);
  const kinds = useMemo(() => update_kinds.map((kind) => kind.name), [update_kinds]);
  const check = (written: string) => checkUpdate(written, kinds);
  const isEdited = edit && text !== start;
  const problem = isEdited ? check(text) : null;
  const to = { ...aimOf(targets), ...aim };
  const replay = useReplay(botId, { seqs: [detail.row.seq], body: isEdited ? text : null, speed: null }, to);
  useFocusBack();
  useKeys(
    {
      Escape: () => {
        // Out of the editor first: one key must not throw away what was written.
        const isWriting = document.activeElement?.closest(".text-editor") != null;
        if (isWriting) box.current?.querySelector<HTMLElement>(".replay-close")?.focus();
        else onClose();
      },
    },
    "form",
  );
  return (
    <section ref={box} className="replay" aria-label={edit ? "Edit and replay" : "Replay"} data-testid="replay-panel">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!problem) void replay.send.run();
        }}
      >
        {edit && (
          <UpdateEditor
            start={start}
            check={check}
            onChange={(next) => {
              setText(next);
              replay.forget();
            }}
          />
        )}
        {problem && (
          <p className="tone-bad" role="status" data-testid="edit-problem">
            {problem.message}
          </p>
        )}
        <Whereto
          targets={targets}
          aim={to}
          onChange={(part) => {
            replay.forget();
            setAim({ ...aim, ...part });
          }}
        />
        <SendLine replay={replay} disabled={problem !== null} takesFocus={!edit} label={isEdited ? "Send the edited update" : "Send it once more"}>
          <Button look="quiet" className="replay-close" onClick={onClose}>
            Close
          </Button>
        </SendLine>
      </form>
      {replay.done?.attempt && <BothAnswers key={replay.done.attempt.id} replay={replay.done.attempt} />}
    </section>
  );
}
