import { useState } from "react";
import type { UpdateDetail } from "../../../bindings/UpdateDetail";
import { Button } from "../../../components/Button";
import { CopyButton } from "../../../components/CopyButton";
import { absolute, bytes } from "../../../components/time";

/** Characters drawn at once: the window lays out every line of them. */
const PART = 100_000;

/** What came, byte by byte: where from, the headers, the body. */
export function RawTab({ detail }: { detail: UpdateDetail }) {
  const { body, headers, source, row } = detail;
  const [shown, setShown] = useState(PART);
  const left = body.length - shown;
  return (
    <div className="raw-parts">
      <dl className="headers" data-testid="raw-facts">
        <div>
          <dt>Received</dt>
          <dd>{absolute(Date.parse(row.received_at))}</dd>
        </div>
        <div>
          <dt>From</dt>
          <dd>{source ?? "an address that was not kept"}</dd>
        </div>
      </dl>
      <h3 className="part-title">Headers</h3>
      {headers.length === 0 ? (
        <p className="muted small">None were kept with this update.</p>
      ) : (
        <dl className="headers" data-testid="raw-headers">
          {headers.map(([name, value], i) => (
            <div key={i}>
              <dt>{name}:</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <h3 className="part-title">
        Body, {bytes(row.size)} <CopyButton text={body} what="the body" look="quiet" />
      </h3>
      <pre className="raw" data-testid="raw" dir="ltr">
        {left > 0 ? body.slice(0, shown) : body}
      </pre>
      {left > 0 && (
        <Button look="quiet" onClick={() => setShown(shown + PART)}>
          Show {bytes(Math.min(PART, left))} more of {bytes(left)}
        </Button>
      )}
    </div>
  );
}
