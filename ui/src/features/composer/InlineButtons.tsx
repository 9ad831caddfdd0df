import { useRef, useState } from "react";
import { recall, remember } from "../../app/memory";
import { useStore } from "../../app/store";
import { useRead } from "../../app/useRead";
import type { BotId } from "../../bindings/BotId";
import type { Injected } from "../../bindings/Injected";
import type { PersonInput } from "../../bindings/PersonInput";
import type { PressButton } from "../../bindings/PressButton";
import { useAction } from "../../components/action";
import { ErrorNote } from "../../components/ErrorNote";
import { Tick } from "../../components/Field";
import { Keyboard } from "./Keyboard";
import { PersonFields } from "./PersonFields";
import { SentNote } from "./SentNote";

interface Props {
  botId: BotId;
  seq: number;
  /** Looks at what a press made before it is sent. */
  onLook: (body: string) => void;
  onOpen: (seq: number) => void;
}

const NOBODY: PersonInput = { id: 1_000_001, first_name: "Ann", last_name: null, username: null, language_code: "en", is_bot: false };

/** The buttons that the bot has put under a message, to be pressed as somebody in the chat would. */
export function InlineButtons({ botId, seq, onLook, onOpen }: Props) {
  const store = useStore();
  // Where they cannot be read there are none to press; what is wrong with the update is said above.
  const { value } = useRead({ op: "list_buttons", input: () => ({ seq }), key: String(seq), stale: (change) => change.type === "delivery" && change.bot_id === botId });
  const [look, setLook] = useState(() => recall("press.look", false));
  const [other, setOther] = useState<PersonInput | null>(null);
  const [sent, setSent] = useState<Injected | null>(null);
  const wanted = useRef<Omit<PressButton, "seq" | "from"> | null>(null);
  const press = useAction(async (signal) => {
    if (!wanted.current) return;
    setSent(null);
    const { body } = await store.read("press_button", { seq, ...wanted.current, from: other ?? (value?.from ? null : NOBODY) });
    signal.throwIfAborted();
    if (look) return onLook(body);
    const injected = await store.act("inject_update", { bot_id: botId, body, keep_id: false });
    signal.throwIfAborted();
    setSent(injected);
  });
  if (!value || value.keyboards.length === 0) return null;
  const who = other ?? value.from ?? NOBODY;
  return (
    <section className="inline-buttons" aria-labelledby="inline-buttons" data-testid="inline-buttons">
      <h3 id="inline-buttons">Buttons</h3>
      {value.keyboards.map((keyboard, at) => (
        <Keyboard
          key={at}
          keyboard={keyboard}
          who={who.first_name}
          busy={press.busy}
          onPress={(row, column) => {
            // Counted among those of the same answer.
            const before = value.keyboards.slice(0, at).filter((each) => each.attempt === keyboard.attempt);
            wanted.current = { attempt: keyboard.attempt, keyboard: before.length, row, column };
            void press.run();
          }}
        />
      ))}
      <div className="row wrap">
        <Tick label={`Press as somebody else than ${(value.from ?? NOBODY).first_name}`} data-testid="press-as" checked={other !== null} onChange={(event) => setOther(event.target.checked ? { ...(value.from ?? NOBODY), id: 1_000_002, first_name: "Ben", last_name: null, username: "ben_example" } : null)} />
        <Tick
          label="Look at it before it is sent"
          data-testid="press-look"
          checked={look}
          onChange={(event) => {
            setLook(event.target.checked);
            remember("press.look", event.target.checked);
          }}
        />
      </div>
      {other && <PersonFields name="press" label="Who presses" value={other} onChange={setOther} />}
      {press.error && <ErrorNote error={press.error} />}
      {sent && <SentNote key={sent.row.seq} botId={botId} sent={sent} onOpen={onOpen} />}
    </section>
  );
}
