import { useMemo } from "react";
import { useRead } from "../../app/useRead";
import type { AttemptDetail } from "../../bindings/AttemptDetail";
import { CopyButton } from "../../components/CopyButton";
import { ErrorNote } from "../../components/ErrorNote";
import { JsonView } from "../../components/json/JsonView";
import { parseJson } from "../../components/json/parse";
import { bytes } from "../../components/time";
import { encodingWords } from "./words";

/** Headers and bodies of a delivery, read when they are looked at. */
export function AttemptBody({ id }: { id: number }) {
  const { value, error } = useRead({ op: "get_attempt", input: () => ({ id }), key: String(id), stale: () => false });
  if (error) return <ErrorNote error={error} />;
  if (!value) return <p className="muted small">Reading what was sent</p>;
  return (
    <div className="attempt-parts">
      <Headers title="Request" headers={value.request_headers} />
      <details className="options">
        <summary>Request body, {bytes(new TextEncoder().encode(value.request_body).length)}</summary>
        <BodyText text={value.request_body} />
      </details>
      {(value.response_headers.length > 0 || value.response_body !== "") && (
        <>
          <Headers title="Answer" headers={value.response_headers} />
          <ResponseBody detail={value} />
        </>
      )}
    </div>
  );
}

export function ResponseBody({ detail }: { detail: AttemptDetail }) {
  const { response_body, response_is_text, encoding, cut, row } = detail;
  if (response_body === "") return <p className="muted small">The answer has no body.</p>;
  return (
    <div>
      {encoding && (
        <p className="muted small" data-testid="encoding">
          {encodingWords(encoding)}
        </p>
      )}
      {!response_is_text && <p className="tone-care small">This is no text; what could not be read is replaced.</p>}
      <BodyText text={response_body} />
      {cut && (
        <p className="tone-care small" data-testid="cut">
          Cut here: the whole answer had {bytes(row.response_size)}.
        </p>
      )}
      <CopyButton text={response_body} what="the answer's body" look="quiet" />
    </div>
  );
}

function Headers({ title, headers }: { title: string; headers: [string, string][] }) {
  return (
    <>
      <h4 className="part-title">{title}</h4>
      <dl className="headers">
        {headers.map(([name, value], index) => (
          <div key={index}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** JSON where it is JSON, the text as it is elsewhere. */
function BodyText({ text }: { text: string }) {
  const parsed = useMemo(() => parseJson(text), [text]);
  const isJson = parsed.root !== null && "complete" in parsed.root && parsed.problem === null;
  return isJson ? (
    <JsonView parsed={parsed} />
  ) : (
    <pre className="raw body-text" dir="ltr">
      {text}
    </pre>
  );
}
