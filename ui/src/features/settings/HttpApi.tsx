import { useState } from "react";
import { useKeys } from "../../app/keys";
import { useOverview, useStore } from "../../app/store";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/CopyButton";
import { Dot } from "../../components/Dot";
import { ErrorNote } from "../../components/ErrorNote";
import { Waiting } from "../../components/Waiting";

/** Whether the HTTP API listens, where, and the token that it asks for. */
export function HttpApi() {
  const { http_api } = useOverview();
  if (http_api.type === "off") {
    return (
      <p data-testid="http-api" data-state="off">
        Other programs cannot ask this Hookbay anything: the HTTP API is off.
      </p>
    );
  }
  if (http_api.type === "failed") {
    return (
      <div data-testid="http-api" data-state="failed">
        <ErrorNote error={http_api.error} />
      </div>
    );
  }
  return (
    <div className="stack-small" data-testid="http-api" data-state="listening">
      <p className="state-line">
        <Dot tone="good" />
        <span>Programs on this computer that know the token can ask and set what the window can.</span>
      </p>
      <dl className="lines">
        <dt>Base</dt>
        <dd>
          <span className="mono break">{http_api.url}</span> <CopyButton text={http_api.url} what="the API's base" />
        </dd>
        <dt>Its docs</dt>
        <dd>
          <span className="mono break">{http_api.url}/docs</span> <CopyButton text={`${http_api.url}/docs`} what="the address of the docs" />
        </dd>
        <dt>Token</dt>
        <dd>
          <Token />
        </dd>
      </dl>
    </div>
  );
}

/** On the page only for as long as it is looked at. */
function Token() {
  const store = useStore();
  const [token, setToken] = useState<string | null>(null);
  const [asking, setAsking] = useState<boolean | null>(null);
  const show = useAction(async (signal) => {
    const answer = await store.read("http_api_token", {});
    signal.throwIfAborted();
    setToken(answer.token);
  });
  return (
    <div className="stack-small">
      <div className="row wrap">
        <span className="mono break" data-testid="api-token">
          {token ?? "••••••••"}
        </span>
        {token ? (
          <>
            <CopyButton text={token} what="the token" />
            <Button data-testid="hide-token" onClick={() => setToken(null)}>
              Hide
            </Button>
          </>
        ) : (
          <Button data-testid="show-token" busy={show.busy} onClick={() => void show.run()}>
            Show
          </Button>
        )}
        {!asking && (
          <Button data-testid="rotate-token" autoFocus={asking === false} onClick={() => setAsking(true)}>
            Rotate
          </Button>
        )}
      </div>
      {show.error && <ErrorNote error={show.error} />}
      <Waiting action={show} on="the keyring" />
      {asking && <Rotate onRotated={setToken} onClose={() => setAsking(false)} />}
    </div>
  );
}

function Rotate({ onRotated, onClose }: { onRotated: (token: string) => void; onClose: () => void }) {
  const store = useStore();
  useKeys({ Escape: onClose }, "question");
  const rotate = useAction(async (signal) => {
    const answer = await store.act("rotate_http_api_token", {});
    signal.throwIfAborted();
    onRotated(answer.token);
    onClose();
  });
  return (
    <div className="note bad" role="group" aria-label="Rotate the token">
      <p className="note-title">Make a new token?</p>
      <p>Every program that uses the present one is refused from then on, until it is given the new one.</p>
      {rotate.error && <ErrorNote error={rotate.error} />}
      <div className="row wrap">
        <Button look="danger" data-testid="rotate-confirm" busy={rotate.busy} onClick={() => void rotate.run()}>
          Make a new token
        </Button>
        <Button look="quiet" autoFocus onClick={onClose}>
          Keep it
        </Button>
      </div>
      <Waiting action={rotate} on="the keyring" />
    </div>
  );
}
