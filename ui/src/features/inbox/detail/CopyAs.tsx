import { useEffect, useState } from "react";
import { useKeys } from "../../../app/keys";
import { Button } from "../../../components/Button";
import { copyText } from "../../../components/CopyButton";
import { indented } from "../../../components/json/parse";
import { Kbd } from "../../../components/Kbd";
import { Menu, type MenuItem } from "../../../components/Menu";
import { useDelivery } from "../../delivery/useDelivery";
import { asCurl, isMasked } from "./curl";

interface Props {
  webhookUrl: string | null;
  /** The one that is shown. */
  seq: number;
  body: string;
  /** The one that is selected: by keys one is ahead of what is shown, and the menu waits for it. */
  selected: () => number | null;
}

/** The update in the forms that other programs take. */
export function CopyAs({ webhookUrl, seq, body, selected }: Props) {
  const [openFor, setOpenFor] = useState<number | null>(null);
  const open = openFor === seq;
  const close = () => setOpenFor(null);
  const [said, setSaid] = useState<string | null>(null);
  const target = useDelivery().value?.targets[0];
  useKeys({ c: () => setOpenFor(selected()) });
  // Another is shown than the one it was wanted for.
  useEffect(() => setOpenFor((now) => (now === seq ? now : null)), [seq]);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(null), 1600);
    return () => clearTimeout(timer);
  }, [said]);
  const form = (id: string, label: string, hint: string, text: () => string): MenuItem => ({
    id: `copy-${id}`,
    label,
    hint,
    onTake: () => void copyText(text()).then((done) => setSaid(done ? "Copied" : "Not copied")),
  });
  const to = (url: string) => (isMasked(url) ? "asks for TARGET_URL: the token in the address is not copied" : url);
  const forms = [
    ...(target ? [form("curl-local", "curl to your bot", to(target.url), () => asCurl({ url: target.url, hasSecret: target.has_secret_token, headers: target.headers, isOwnCertificate: target.certificate !== null }, body))] : []),
    ...(webhookUrl ? [form("curl-webhook", "curl to the webhook", to(webhookUrl), () => asCurl({ url: webhookUrl, hasSecret: true }, body))] : []),
    form("json", "JSON, indented", "", () => indented(body)),
    form("raw", "JSON as it was sent", "", () => body),
  ];
  return (
    <div className="views">
      <Button look="quiet" data-testid="copy-as" aria-haspopup="menu" aria-expanded={open} onClick={() => setOpenFor(open ? null : seq)}>
        <span aria-live="polite">{said ?? "Copy as"}</span> <Kbd>C</Kbd>
      </Button>
      {open && <Menu name="Copy as" items={forms} onClose={close} />}
    </div>
  );
}
