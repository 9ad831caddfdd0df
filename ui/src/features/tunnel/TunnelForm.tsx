import { useState } from "react";
import { useOverview, useStore } from "../../app/store";
import type { SettingName } from "../../bindings/SettingName";
import type { TunnelKind } from "../../bindings/TunnelKind";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Choice, Field } from "../../components/Field";
import { Waiting } from "../../components/Waiting";
import { SETTINGS } from "../settings/words";
import { useSettings } from "../settings/useSettings";

/** Which way the public URL is made. What comes from the environment is locked here, and says why. */
export function TunnelForm({ primary = false }: { primary?: boolean }) {
  const store = useStore();
  const { tunnel } = useOverview();
  const saved = tunnel.settings;
  const [kind, setKind] = useState<Exclude<TunnelKind, "none">>(saved.kind === "domain" ? "domain" : "ngrok");
  const [authtoken, setAuthtoken] = useState("");
  const [ngrokDomain, setNgrokDomain] = useState(saved.ngrok_domain ?? "");
  const [domain, setDomain] = useState(saved.webhook_domain ?? "");
  const [port, setPort] = useState(saved.port === null ? "" : String(saved.port));
  const save = useAction(async (signal) => {
    await store.act("configure_tunnel", {
      settings: {
        kind,
        ngrok_domain: ngrokDomain.trim() || null,
        webhook_domain: domain.trim() || null,
        port: port.trim() ? Number(port) : null,
      },
      ngrok_authtoken: kind === "ngrok" && authtoken.trim() ? authtoken.trim() : null,
    });
    signal.throwIfAborted();
    setAuthtoken("");
  });
  const none = useAction(() => store.act("configure_tunnel", { settings: { ...saved, kind: "none" }, ngrok_authtoken: null }));
  const forget = useAction(() => store.act("forget_authtoken", {}));
  const settings = useSettings().value?.settings;
  const lockOf = (name: SettingName) => settings?.find((each) => each.name === name)?.locked ?? null;
  const tokenLock = lockOf("ngrok_authtoken");
  const ways = [lockOf("use_ngrok"), lockOf("webhook_domain")].filter((each) => each !== null);
  const unusable = (settings ?? []).flatMap(({ name, error }) => (error && SETTINGS[name].group === "url" ? [error] : []));
  const failure = save.error ?? none.error ?? forget.error;
  return (
    <form
      className="form"
      data-testid="tunnel-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save.run();
      }}
    >
      <Choice
        legend="How Telegram reaches this computer"
        value={kind}
        onChange={setKind}
        options={[
          { value: "ngrok", label: "ngrok", hint: "a public URL from your free ngrok account" },
          { value: "domain", label: "Your own domain", hint: "a reverse proxy of yours forwards to a port here" },
        ]}
        disabled={ways.length > 0}
      />
      {ways.map((why) => (
        <p key={why} className="hint" data-testid="way-locked">
          {why}
        </p>
      ))}
      {unusable.map((error) => (
        <p key={error.message} className="setting-error" role="alert" data-testid="unusable">
          {error.message} {error.remedy}
        </p>
      ))}
      {kind === "ngrok" ? (
        <>
          <div className="beside">
            <Field
              label="ngrok authtoken"
              type="password"
              className="mono"
              data-testid="ngrok-authtoken"
              required={!tunnel.has_authtoken && !tokenLock}
              disabled={tokenLock !== null}
              placeholder={tunnel.has_authtoken ? "kept" : ""}
              value={authtoken}
              onChange={(event) => setAuthtoken(event.target.value)}
              hint={tokenLock ?? "From dashboard.ngrok.com, under Your Authtoken."}
            />
            {tunnel.has_authtoken && !tokenLock && (
              <Button look="quiet" data-testid="forget-authtoken" busy={forget.busy} onClick={() => void forget.run()}>
                Forget the authtoken
              </Button>
            )}
          </div>
          <Field
            label="Reserved domain, if you have one"
            className="mono"
            data-testid="ngrok-domain"
            placeholder="calm-otter.ngrok.app"
            disabled={lockOf("ngrok_domain") !== null}
            value={ngrokDomain}
            onChange={(event) => setNgrokDomain(event.target.value)}
            hint={lockOf("ngrok_domain") ?? "Left empty, ngrok picks one."}
          />
        </>
      ) : (
        <>
          <Field
            label="Your domain"
            type="url"
            className="mono"
            data-testid="webhook-domain"
            required
            disabled={lockOf("webhook_domain") !== null}
            placeholder="https://api.example.com"
            value={domain}
            onChange={(event) => setDomain(event.target.value)}
            hint={lockOf("webhook_domain") ?? "With https, without a path."}
          />
          <Field
            label="Port here that your proxy forwards to"
            type="number"
            className="mono short"
            data-testid="webhook-port"
            required
            min={1}
            max={65535}
            disabled={lockOf("ngrok_port") !== null}
            hint={lockOf("ngrok_port") ?? undefined}
            value={port}
            onChange={(event) => setPort(event.target.value)}
          />
        </>
      )}
      {failure && <ErrorNote error={failure} />}
      <div className="row">
        <Button type="submit" look={primary ? "primary" : "plain"} data-testid="tunnel-connect" busy={save.busy}>
          {tunnel.kind === "none" ? "Connect" : "Save and connect"}
        </Button>
        {tunnel.kind !== "none" && (
          <Button look="quiet" data-testid="tunnel-none" busy={none.busy} onClick={() => void none.run()}>
            Use no tunnel
          </Button>
        )}
      </div>
      <Waiting action={save} on={kind === "ngrok" ? "ngrok" : "the port"} />
    </form>
  );
}
