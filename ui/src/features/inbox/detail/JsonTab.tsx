import { useState, type RefObject } from "react";
import { Button } from "../../../components/Button";
import { JsonTree } from "../../../components/json/JsonTree";
import { useFind } from "../../../components/json/useFind";
import { useLines } from "../../../components/json/useLines";
import { bytes } from "../../../components/time";

interface Props {
  body: string;
  pane: RefObject<HTMLElement | null>;
}

/** The body as a tree: folded, searched, copied in parts. */
export function JsonTab({ body, pane }: Props) {
  const lines = useLines(body);
  const [isUnfolded, setUnfolded] = useState(false);
  const [words, setWords] = useState("");
  const [step, setStep] = useState(0);
  const found = useFind(lines, words);
  const count = found?.lines.length ?? 0;
  const at = count > 0 ? ((step % count) + count) % count : 0;
  return (
    <>
      <div className="json-tools">
        <input
          className="input json-find"
          data-testid="json-find"
          type="text"
          aria-label="Find in this update"
          placeholder="Find in this update"
          spellCheck={false}
          value={words}
          onChange={(event) => {
            setWords(event.target.value);
            setStep(0);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") setStep(step + (event.shiftKey ? -1 : 1));
            if (event.key !== "Escape") return;
            event.preventDefault();
            if (words === "") event.currentTarget.blur();
            setWords("");
          }}
        />
        <span className="muted small" role="status" data-testid="json-found">
          {words !== "" && found && (count === 0 ? "Not in this update" : `${at + 1} of ${count.toLocaleString("en")}`)}
        </span>
        <span className="spring" />
        <Button look="quiet" onClick={() => setUnfolded(!isUnfolded)}>
          {isUnfolded ? "Fold" : "Unfold all"}
        </Button>
      </div>
      {lines ? <JsonTree lines={lines} pane={pane} isUnfolded={isUnfolded} found={found?.lines[at] ?? null} /> : <p className="muted">Reading {bytes(body.length)}</p>}
    </>
  );
}
