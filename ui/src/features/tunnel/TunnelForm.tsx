import { useState } from "react";
import { useOverview, useStore } from "../../app/store";
import type { TunnelKind } from "../../bindings/TunnelKind";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Choice, Field } from "../../components/Field";
import { Waiting } from "../../components/Waiting";

/** Which way the public URL is made. */
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
      />
      {kind === "ngrok" ? (
        <>
          <div className="beside">
            <Field
              label="ngrok authtoken"
              type="password"
              className="mono"
              data-testid="ngrok-authtoken"
              required={!tunnel.has_authtoken}
              placeholder={tunnel.has_authtoken ? "kept" : ""}
              value={authtoken}
              onChange={(event) => setAuthtoken(event.target.value)}
              hint="From dashboard.ngrok.com, under Your Authtoken."
            />
            {tunnel.has_authtoken && (
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
            value={ngrokDomain}
            onChange={(event) => setNgrokDomain(event.target.value)}
            hint="Left empty, ngrok picks one."
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
            placeholder="https://api.example.com"
            value={domain}
            onChange={(event) => setDomain(event.target.value)}
            hint="With https, without a path."
          />
          <Field
            label="Port here that your proxy forwards to"
            type="number"
            className="mono short"
            data-testid="webhook-port"
            required
            min={1}
            max={65535}
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
