import type { CSSProperties } from "react";
import { absolute } from "../time";
import { TimeAgo } from "../TimeAgo";
import { CopyButton } from "../CopyButton";
import { foldedParts, isContainer, keyOf, pathOf, valueOf } from "./lines";
import { readable } from "./parse";
import { KIND, type Lines } from "./scan";

/** Of a longer text only so much is drawn; copying takes all of it. */
const MOST_DRAWN = 2_000;
const CLASSES: Record<number, string> = { [KIND.string]: "j-string", [KIND.number]: "j-number", [KIND.word]: "j-word", [KIND.empty]: "j-punct", [KIND.close]: "j-punct" };

interface Props {
  id: string;
  lines: Lines;
  line: number;
  folded: boolean;
  active: boolean;
  found: boolean;
  style?: CSSProperties;
  onFold: (line: number) => void;
  onActive: (line: number) => void;
}

/** One line of a body: a value, or where a container begins or ends. */
export function TreeLine({ id, lines, line, folded, active, found, style, onFold, onActive }: Props) {
  const kind = lines.kind[line] ?? KIND.word;
  const depth = lines.depth[line] ?? 0;
  const indent = { ...style, paddingLeft: depth * 15 };
  if (kind === KIND.close) {
    return (
      <div className="j-line" role="none" style={indent}>
        <span className="j-punct">{lines.text[lines.from[line] ?? 0]}</span>
        <Comma lines={lines} line={line} />
      </div>
    );
  }
  const isOpenable = isContainer(lines, line) && (lines.end[line] ?? -1) > line;
  const key = keyOf(lines, line);
  const name = key === "" ? "the value" : readable(key).slice(1, -1);
  return (
    <div id={id} className={`j-line ${active ? "active" : ""} ${found ? "found" : ""}`} role="treeitem" aria-level={depth + 1} aria-expanded={isOpenable ? !folded : undefined} aria-selected={active} style={indent} onClick={() => onActive(line)}>
      {isOpenable && <button type="button" className="j-fold" tabIndex={-1} aria-expanded={!folded} aria-label={`${folded ? "Unfold" : "Fold"} ${name}`} style={{ left: depth * 15 - 16 }} onClick={() => onFold(line)} />}
      {key !== "" && (
        <>
          <span className="j-key">{readable(key)}</span>
          <span className="j-punct">: </span>
        </>
      )}
      <Value lines={lines} line={line} folded={folded} />
      {(folded || !isContainer(lines, line)) && <Comma lines={lines} line={folded ? (lines.end[line] ?? line) : line} />}
      <DateAside lines={lines} line={line} />
      {active && (
        <span className="j-actions" onClick={(event) => event.stopPropagation()}>
          <CopyButton look="quiet" what="the path" label="Path" text={() => pathOf(lines, line)} />
          <CopyButton look="quiet" what="the value" label="Value" text={() => valueOf(lines, line)} />
        </span>
      )}
    </div>
  );
}

function Comma({ lines, line }: { lines: Lines; line: number }) {
  return lines.comma[line] === 1 && <span className="j-punct">,</span>;
}

function Value({ lines, line, folded }: { lines: Lines; line: number; folded: boolean }) {
  const kind = lines.kind[line] ?? KIND.word;
  if (kind === KIND.object || kind === KIND.array) return folded ? <Folded lines={lines} line={line} /> : <span className="j-punct">{kind === KIND.object ? "{" : "["}</span>;
  const raw = lines.text.slice(lines.from[line], Math.min(lines.to[line] ?? 0, (lines.from[line] ?? 0) + MOST_DRAWN));
  const left = (lines.to[line] ?? 0) - (lines.from[line] ?? 0) - raw.length;
  return (
    <>
      <span className={CLASSES[kind]}>{kind === KIND.string ? readable(raw) : raw}</span>
      {left > 0 && <span className="j-aside">{left.toLocaleString("en")} more characters, which Copy takes too</span>}
    </>
  );
}

/** A container on one line: its first plain parts, and a sign that there is more. */
function Folded({ lines, line }: { lines: Lines; line: number }) {
  const { parts, children } = foldedParts(lines, line);
  if (lines.kind[line] === KIND.array) return <span className="j-punct">[ … {children} ]</span>;
  return (
    <>
      <span className="j-punct">{"{ "}</span>
      {parts.map((part, i) => (
        <span key={part}>
          {i > 0 && <span className="j-punct">, </span>}
          <span className="j-key">{readable(keyOf(lines, part))}</span>
          <span className="j-punct">: </span>
          <Value lines={lines} line={part} folded={false} />
        </span>
      ))}
      <span className="j-punct">{parts.length < children ? " … }" : " }"}</span>
    </>
  );
}

/** Unix seconds under a name that says so, as a date beside them. */
function DateAside({ lines, line }: { lines: Lines; line: number }) {
  if (lines.kind[line] !== KIND.number || !/(^"|_)date"$/.test(keyOf(lines, line))) return null;
  const raw = valueOf(lines, line);
  return /^1\d{9}$/.test(raw) && (
    <span className="j-aside">
      {absolute(Number(raw) * 1000)}, <TimeAgo at={Number(raw) * 1000} />
    </span>
  );
}
