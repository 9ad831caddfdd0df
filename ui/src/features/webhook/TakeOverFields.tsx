import { useState } from "react";
import type { TakeOver } from "../../bindings/TakeOver";
import type { WebhookInfo } from "../../bindings/WebhookInfo";
import { Field, TextField } from "../../components/Field";
import { lostByTaking } from "./lease";

interface Props {
  info: WebhookInfo | null;
  given: TakeOver;
  onChange: (part: Partial<TakeOver>) => void;
}

/** Telegram accepts 3 MiB, which is no certificate that anybody has. */
const LARGEST = 64 * 1024;

/** What Telegram does not tell of their webhook, for those who know it; what is left empty is lost. */
export function TakeOverFields({ info, given, onChange }: Props) {
  const [problem, setProblem] = useState<string | null>(null);
  const lost = lostByTaking(info, given);
  const read = async (file: File | undefined) => {
    if (!file) return;
    const text = file.size <= LARGEST ? await file.text() : "";
    const isPem = text.includes("-----BEGIN CERTIFICATE-----");
    setProblem(isPem ? null : `${file.name} holds no certificate in PEM form.`);
    if (isPem) onChange({ certificate_pem: text });
  };
  return (
    <div className="form" data-testid="take-over">
      <Field
        label="Their secret token, if you know it"
        type="password"
        className="mono"
        data-testid="their-secret"
        maxLength={256}
        pattern="[A-Za-z0-9_\-]+"
        title="1 to 256 of A-Z a-z 0-9 _ -"
        value={given.secret_token ?? ""}
        onChange={(event) => onChange({ secret_token: event.target.value || null })}
        hint="Kept in this computer's keyring until their webhook is put back."
      />
      {(info === null || info.has_custom_certificate) && (
        <>
          <TextField
            label="Their certificate, PEM"
            rows={3}
            placeholder="-----BEGIN CERTIFICATE-----"
            data-testid="their-certificate"
            value={given.certificate_pem ?? ""}
            onChange={(event) => {
              setProblem(null);
              onChange({ certificate_pem: event.target.value.trim() ? event.target.value : null });
            }}
          />
          <div className="field">
            <label>
              Or from a file{" "}
              <input type="file" accept=".pem,.crt,.cer" data-testid="their-certificate-file" onChange={(event) => void read(event.target.files?.[0])} />
            </label>
            {problem && (
              <p className="hint tone-bad" role="alert">
                {problem}
              </p>
            )}
          </div>
        </>
      )}
      {/* Always there, so that nothing below moves while a field is filled in. */}
      <div className="lost" role="status" data-testid="lost">
        <p className="lost-title">{lost.length > 0 ? "Lost when you take it over:" : "Nothing is lost."}</p>
        <ul>
          {lost.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
