import { useState, type ReactNode } from "react";
import { absolute } from "../time";
import { readable, type JsonNode, type Parsed } from "./parse";

/** Containers this deep start folded to one line. */
const OPEN_DEPTH = 2;
/** Children shown at once; a longer container grows by a button. */
const CHUNK = 200;
const FOLDED_PARTS = 3;

interface LineProps {
  node: JsonNode;
  name?: string;
  depth: number;
  comma: boolean;
  openDepth: number;
}

function Scalar({ node }: { node: Extract<JsonNode, { raw: string }> }) {
  return <span className={`j-${node.kind}`}>{node.kind === "string" ? readable(node.raw) : node.raw}</span>;
}

/** Unix seconds under a name that says so, as a date beside them. */
function DateAside({ node, name }: { node: Extract<JsonNode, { raw: string }>; name: string | undefined }) {
  const isDate = node.kind === "number" && /(^"|_)date"$/.test(name ?? "") && /^1\d{9}$/.test(node.raw);
  return isDate && <span className="j-aside">{absolute(Number(node.raw) * 1000)}</span>;
}

/** A container on one line: its first plain parts, and a sign that there is more. */
function Folded({ node }: { node: Extract<JsonNode, { complete: boolean }> }) {
  if (node.kind === "array") return <span className="j-punct">[ … {node.items.length} ]</span>;
  const plain = node.entries.filter((entry) => "raw" in entry.value && entry.value.raw.length < 40).slice(0, FOLDED_PARTS);
  return (
    <>
      <span className="j-punct">{"{ "}</span>
      {plain.map(({ key, value }, i) => (
        <span key={i}>
          {i > 0 && <span className="j-punct">, </span>}
          <span className="j-key">{readable(key)}</span>
          <span className="j-punct">: </span>
          {"raw" in value && <Scalar node={value} />}
        </span>
      ))}
      <span className="j-punct">{plain.length < node.entries.length ? " … }" : " }"}</span>
    </>
  );
}

function Line({ node, name, depth, comma, openDepth }: LineProps) {
  const [open, setOpen] = useState(depth < openDepth);
  const [shown, setShown] = useState(CHUNK);
  const label: ReactNode = name !== undefined && (
    <>
      <span className="j-key">{readable(name)}</span>
      <span className="j-punct">: </span>
    </>
  );
  const end = comma && <span className="j-punct">,</span>;
  if ("raw" in node) {
    return (
      <div className="j-line">
        {label}
        <Scalar node={node} />
        {end}
        <DateAside node={node} name={name} />
      </div>
    );
  }
  const children = node.kind === "object" ? node.entries : node.items.map((value) => ({ key: undefined, value }));
  const [left, right] = node.kind === "object" ? ["{", "}"] : ["[", "]"];
  if (children.length === 0) {
    return (
      <div className="j-line">
        {label}
        <span className="j-punct">{node.complete ? left + right : left}</span>
        {end}
      </div>
    );
  }
  const what = name === undefined ? "the value" : readable(name).slice(1, -1);
  return (
    <div className="j-node">
      <div className="j-line">
        <button type="button" className="j-fold" aria-expanded={open} aria-label={`${open ? "Fold" : "Unfold"} ${what}`} onClick={() => setOpen(!open)} />
        {label}
        {open ? <span className="j-punct">{left}</span> : <Folded node={node} />}
        {!open && end}
      </div>
      {open && (
        <div className="j-children">
          {children.slice(0, shown).map(({ key, value }, i) => (
            <Line key={i} node={value} {...(key !== undefined && { name: key })} depth={depth + 1} comma={i < children.length - 1} openDepth={openDepth} />
          ))}
          {children.length > shown && (
            <button type="button" className="button quiet" onClick={() => setShown(shown + CHUNK)}>
              Show {Math.min(CHUNK, children.length - shown)} more of {children.length - shown}
            </button>
          )}
        </div>
      )}
      {open && node.complete && (
        <div className="j-line">
          <span className="j-punct">{right}</span>
          {end}
        </div>
      )}
    </div>
  );
}

/** JSON with colours and folds, every number and escape as it was sent. */
export function JsonView({ parsed, openDepth = OPEN_DEPTH }: { parsed: Parsed; openDepth?: number }) {
  return (
    <div className="json" data-testid="json" dir="ltr">
      {parsed.root && <Line key={openDepth} node={parsed.root} depth={0} comma={false} openDepth={openDepth} />}
      {parsed.problem && (
        <div className="j-problem">
          <p>The body stops being JSON at character {parsed.problem.at.toLocaleString("en")}.</p>
          {parsed.problem.rest && <pre>{parsed.problem.rest.slice(0, 2000)}</pre>}
        </div>
      )}
    </div>
  );
}
