import { useEffect, useRef, useState } from "react";
import { useKeys } from "../../../app/keys";
import { Button } from "../../../components/Button";
import { copyText } from "../../../components/CopyButton";
import { indented } from "../../../components/json/parse";
import { Kbd } from "../../../components/Kbd";
import { useFocusBack } from "../../../components/useFocusBack";
import { useDelivery } from "../../delivery/useDelivery";
import { asCurl } from "./curl";

interface Form {
  id: string;
  label: string;
  hint: string;
  text: () => string;
}

/** The update in the forms that other programs take. */
export function CopyAs({ webhookUrl, body }: { webhookUrl: string | null; body: string }) {
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const target = useDelivery().value?.targets[0];
  useKeys({ c: () => setOpen(true) });
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(null), 1600);
    return () => clearTimeout(timer);
  }, [said]);
  const forms: Form[] = [
    ...(target ? [{ id: "curl-local", label: "curl to your bot", hint: target.url, text: () => asCurl(target.url, body, target.has_secret_token) }] : []),
    ...(webhookUrl ? [{ id: "curl-webhook", label: "curl to the webhook", hint: webhookUrl, text: () => asCurl(webhookUrl, body, true) }] : []),
    { id: "json", label: "JSON, indented", hint: "", text: () => indented(body) },
    { id: "raw", label: "JSON as it was sent", hint: "", text: () => body },
  ];
  return (
    <div className="views">
      <Button look="quiet" data-testid="copy-as" aria-haspopup="menu" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span aria-live="polite">{said ?? "Copy as"}</span> <Kbd>C</Kbd>
      </Button>
      {open && (
        <Menu
          forms={forms}
          onClose={() => setOpen(false)}
          onTake={(form) => {
            setOpen(false);
            void copyText(form.text()).then((done) => setSaid(done ? "Copied" : "Not copied"));
          }}
        />
      )}
    </div>
  );
}

function Menu({ forms, onTake, onClose }: { forms: Form[]; onTake: (form: Form) => void; onClose: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  useFocusBack();
  const step = (by: number) => {
    const items = [...(box.current?.querySelectorAll("button") ?? [])];
    items[(items.indexOf(document.activeElement as HTMLButtonElement) + by + items.length) % items.length]?.focus();
  };
  useKeys({ Escape: onClose, ArrowDown: () => step(1), ArrowUp: () => step(-1), Tab: onClose }, "floating");
  useEffect(() => {
    box.current?.querySelector("button")?.focus();
    const away = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.parentElement?.contains(event.target)) onClose();
    };
    document.addEventListener("pointerdown", away);
    return () => document.removeEventListener("pointerdown", away);
    // Once, as it opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return (
    <div ref={box} className="popover menu drop" role="menu" aria-label="Copy as">
      {forms.map((form) => (
        <button key={form.id} type="button" role="menuitem" className="menu-item" data-testid={`copy-${form.id}`} onClick={() => onTake(form)}>
          {form.label} <span className="mono small muted cut">{form.hint}</span>
        </button>
      ))}
    </div>
  );
}
