import { useEffect, useState } from "react";
import { useKeys } from "../../../app/keys";
import { Button } from "../../../components/Button";
import { copyText } from "../../../components/CopyButton";
import { indented } from "../../../components/json/parse";
import { Kbd } from "../../../components/Kbd";
import { Menu, type MenuItem } from "../../../components/Menu";
import { useDelivery } from "../../delivery/useDelivery";
import { asCurl, isMasked } from "./curl";

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
      <Button look="quiet" data-testid="copy-as" aria-haspopup="menu" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span aria-live="polite">{said ?? "Copy as"}</span> <Kbd>C</Kbd>
      </Button>
      {open && <Menu name="Copy as" items={forms} onClose={() => setOpen(false)} />}
    </div>
  );
}
