import { useMemo, useState } from "react";
import { useOverview, useStore } from "../../app/store";
import { useRead } from "../../app/useRead";
import type { BotId } from "../../bindings/BotId";
import type { Injected } from "../../bindings/Injected";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Tick } from "../../components/Field";
import { Waiting } from "../../components/Waiting";
import { checkUpdate } from "../replay/check";
import { UpdateEditor } from "../replay/UpdateEditor";
import { askedFields, nameFor, valueOf, valuesOf, withValue, type Draft, type Written } from "./draft";
import { FormField } from "./FormField";
import { KindPicker } from "./KindPicker";
import { SaveFixture } from "./SaveFixture";
import { SentNote } from "./SentNote";
import { useMade } from "./useMade";
import { useWrong, WrongContext } from "./wrong";

interface Props {
  botId: BotId;
  draft: Draft;
  onDraft: (draft: Draft) => void;
  onOpen: (seq: number) => void;
}

/** An update made by hand: filled in on the left, as JSON on the right, and sent to the bot as any other. */
export function Composer({ botId, draft, onDraft, onOpen }: Props) {
  const store = useStore();
  const { update_kinds } = useOverview();
  const forms = useRead({ op: "compose_forms", input: () => ({}), key: "forms", stale: () => false });
  const form = forms.value?.find((each) => each.kind === draft.kind) ?? forms.value?.[0];
  const values = valuesOf(draft);
  const { written } = draft;
  const made = useMade(botId, written ? undefined : form, values);
  const text = written?.text ?? made.text;
  const names = useMemo(() => update_kinds.map((kind) => kind.name), [update_kinds]);
  const problem = text === null ? null : checkUpdate(text, names);
  // Another text in the editor, and not the reader's own next one.
  const [turn, setTurn] = useState(0);
  // What was edited before this was shown; the editor begins with it.
  const [edited, setEdited] = useState(written?.text ?? null);
  const [sent, setSent] = useState<Injected | null>(null);
  // An id that is half written is not in the text.
  const [isWrong, sayWrong] = useWrong();
  const [saving, setSaving] = useState(false);
  const [saved, setSaved] = useState<string | null>(null);

  const send = useAction(async (signal) => {
    setSent(null);
    const injected = await store.act("inject_update", { bot_id: botId, body: text ?? "", keep_id: draft.keepId });
    signal.throwIfAborted();
    setSent(injected);
  });

  const change = (next: Draft) => {
    send.dismiss();
    setSaved(null);
    onDraft(next);
  };
  const write = (next: string) => change({ ...draft, written: written ? { ...written, text: next } : { text: next, start: made.text ?? "", from: null, fixture: null, at: 0 } });
  const cannotSend = text === null || problem !== null || (!written && (made.isStale || made.error !== null || isWrong));
  return (
    <section className="composer" aria-label="An update made by hand" data-testid="composer">
      <div className="composer-body">
        <div className="composer-form">
          {forms.error && <ErrorNote error={forms.error} />}
          {written ? (
            <WrittenNote
              written={written}
              onForm={() => {
                setTurn(turn + 1);
                setEdited(null);
                change({ ...draft, written: null });
              }}
            />
          ) : (
            forms.value &&
            form && (
              <>
                <KindPicker forms={forms.value} kind={form.kind} onChange={(kind) => change({ ...draft, kind })} />
                <WrongContext value={sayWrong}>
                  {askedFields(form, values).map((field) => (
                    <FormField key={`${form.kind} ${field.name}`} field={field} value={valueOf(field, values)} onChange={(value) => change(withValue({ ...draft, kind: form.kind }, field.name, value))} />
                  ))}
                </WrongContext>
              </>
            )
          )}
          {!written && made.error && <ErrorNote error={made.error} />}
        </div>
        <div className="composer-json">
          {text !== null && <UpdateEditor key={turn} start={written ? (edited ?? written.start) : text} takesFocus={false} check={(typed) => checkUpdate(typed, names)} onChange={write} />}
          {problem && (
            <p className="tone-bad" role="status" data-testid="compose-problem">
              {problem.message}
            </p>
          )}
        </div>
      </div>
      {(send.error || saving || sent) && (
        <div className="composer-end">
          {send.error && <ErrorNote error={send.error} />}
          {saving && text !== null && (
            <SaveFixture
              botId={botId}
              body={text}
              name={written?.fixture ?? nameFor(form?.kind ?? draft.kind, values)}
              own={written?.fixture ?? null}
              onClose={() => setSaving(false)}
              onSaved={({ name }) => {
                setSaving(false);
                setSaved(name);
                if (written) onDraft({ ...draft, written: { ...written, fixture: name } });
              }}
            />
          )}
          {sent && <SentNote key={sent.row.seq} botId={botId} sent={sent} onOpen={onOpen} />}
        </div>
      )}
      <div className="composer-foot">
        <div className="row wrap">
          <Button look="primary" data-testid="compose-send" busy={send.busy} disabled={cannotSend} onClick={() => void send.run()}>
            Send to the bot
          </Button>
          <Button data-testid="save-fixture" aria-expanded={saving} disabled={text === null || problem !== null || isWrong} onClick={() => setSaving(!saving)}>
            {written?.fixture ? "Save the fixture" : "Save as fixture"}
          </Button>
          <Tick label="Keep the update_id" title="Otherwise it gets one of its own, so that it can be sent again and again." data-testid="compose-keep-id" checked={draft.keepId} onChange={(event) => change({ ...draft, keepId: event.target.checked })} />
          <Waiting action={send} on="your bot to be given it" />
        </div>
        {saved && (
          <p role="status" data-testid="fixture-saved">
            Saved as <span className="mono">{saved}</span>, among the fixtures.
          </p>
        )}
      </div>
    </section>
  );
}

/** Why the form is not there, and how it comes back. */
function WrittenNote({ written, onForm }: { written: Written; onForm: () => void }) {
  return (
    <div className="stack-small" data-testid="written">
      <p>{written.from ?? "You have edited the JSON, so it no longer is what the form says."}</p>
      <div className="row">
        <Button data-testid="back-to-form" onClick={onForm}>
          {written.from ? "Make one from a form" : "Make it anew from the form"}
        </Button>
      </div>
    </div>
  );
}
