import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import { around, foldedFrom, isContainer, OPEN_DEPTH, seenLines } from "./lines";
import type { Lines } from "./scan";
import { TreeLine } from "./TreeLine";

/** Up to here every line is drawn, as long as it needs; beyond, only those in view, each on one line. */
const ALL = 400;
const LINE = 19;

interface Props {
  lines: Lines;
  /** What it scrolls in. */
  pane: RefObject<HTMLElement | null>;
  /** Everything is open, or what is deep is folded. */
  isUnfolded: boolean;
  /** A line that was searched for: it comes into view. */
  found: number | null;
}

/** JSON with colours and folds, every number and escape as it was sent. */
export function JsonTree({ lines, pane, isUnfolded, found }: Props) {
  const start = useMemo(() => (isUnfolded ? new Set<number>() : foldedFrom(lines, OPEN_DEPTH)), [lines, isUnfolded]);
  const [folds, setFolds] = useState<{ start: Set<number>; folded: ReadonlySet<number> }>({ start, folded: start });
  const folded = folds.start === start ? folds.folded : start;
  const seen = useMemo(() => seenLines(lines, folded), [lines, folded]);
  const [active, setActive] = useState(-1);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const isLong = seen.length > ALL;
  const virtual = useVirtualizer({
    count: isLong ? seen.length : 0,
    getScrollElement: () => pane.current,
    estimateSize: () => LINE,
    overscan: 20,
    scrollMargin: box.current?.offsetTop ?? 0,
  });

  const put = (next: ReadonlySet<number>) => setFolds({ start, folded: next });
  const fold = (line: number, how = !folded.has(line)) => {
    const next = new Set(folded);
    if (how) next.add(line);
    else next.delete(line);
    put(next);
  };
  const bring = (line: number) => {
    const at = seen.indexOf(line);
    if (isLong && at >= 0) virtual.scrollToIndex(at, { align: "auto" });
    else document.getElementById(`${id}${line}`)?.scrollIntoView({ block: "nearest" });
  };
  useEffect(() => {
    if (found === null) return;
    setActive(found);
    const closed = around(lines, found).filter((line) => folded.has(line));
    if (closed.length > 0) put(new Set([...folded].filter((line) => !closed.includes(line))));
    // Only when another is found: folding it afterwards is the reader's.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [found, lines]);
  useEffect(() => {
    if (active >= 0) bring(active);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [active, seen]);

  const press = (event: KeyboardEvent) => {
    if (event.target !== box.current) return;
    const at = seen.indexOf(active);
    const isOpen = active >= 0 && isContainer(lines, active) && !folded.has(active);
    if (event.key === "ArrowDown") setActive(seen[Math.min(seen.length - 1, at + 1)] ?? -1);
    else if (event.key === "ArrowUp") setActive(seen[Math.max(0, at - 1)] ?? -1);
    else if (event.key === "ArrowRight" && active >= 0 && isContainer(lines, active)) fold(active, false);
    else if (event.key === "ArrowLeft" && isOpen && (lines.end[active] ?? -1) > active) fold(active, true);
    else if (event.key === "ArrowLeft" && active >= 0) setActive(Math.max(0, lines.parent[active] ?? 0));
    else return;
    event.preventDefault();
  };
  const props = (line: number) => ({ id: `${id}${line}`, lines, line, folded: folded.has(line), active: line === active, found: line === found, onFold: fold, onActive: setActive });
  return (
    <div ref={box} className={`json ${isLong ? "long" : ""}`} data-testid="json" dir="ltr" role="tree" aria-label="The update as JSON" tabIndex={0} aria-activedescendant={active >= 0 ? `${id}${active}` : undefined} style={isLong ? { height: virtual.getTotalSize() } : undefined} onKeyDown={press}>
      {isLong
        ? virtual.getVirtualItems().map((item) => {
            const line = seen[item.index] ?? 0;
            return <TreeLine key={line} {...props(line)} style={{ transform: `translateY(${item.start - virtual.options.scrollMargin}px)` }} />;
          })
        : [...seen].map((line) => <TreeLine key={line} {...props(line)} />)}
      {lines.problem !== null && <Problem lines={lines} at={lines.problem} />}
    </div>
  );
}

function Problem({ lines, at }: { lines: Lines; at: number }) {
  const rest = lines.text.slice(at, at + 2000);
  return (
    <div className="j-problem" role="none">
      <p>The body stops being JSON at character {at.toLocaleString("en")}.</p>
      {rest && <pre>{rest}</pre>}
    </div>
  );
}
