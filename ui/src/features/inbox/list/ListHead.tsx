import type { ReactNode } from "react";
import type { UpdateCount } from "../../../bindings/UpdateCount";
import { Button } from "../../../components/Button";
import { DropMenu } from "../../../components/DropMenu";
import { Kbd } from "../../../components/Kbd";
import { count } from "../../../components/time";
import type { AsideView } from "../Aside";
import { newWords, type Flow, type SourceState } from "./source";

interface Props {
  state: SourceState;
  /** In a search, how many it finds, once that is known. */
  found: UpdateCount | null;
  isSearch: boolean;
  flow: Flow;
  onFlow: (flow: Flow) => void;
  onLetIn: () => void;
  onAside: (view: AsideView) => void;
  /** What can be done with those that are marked, in the place of the count. */
  children: ReactNode;
}

/** A strip of its own, always there: what is new covers no row and moves none. */
export function ListHead({ state, found, isSearch, flow, onFlow, onLetIn, onAside, children }: Props) {
  const toggle = (mine: Flow) => onFlow(flow === mine ? "free" : mine);
  return (
    <div className={`list-head ${children ? "marking" : ""}`}>
      {children || (
        <>
          <span className="muted" role="status" data-testid="list-count">
            {isSearch ? foundWords(state, found) : `${count(state.count + state.waiting, "update")}, newest first`}
          </span>
          <span className="spring" />
          <Button look="quiet" data-testid="pause" aria-pressed={flow === "paused"} title="New updates wait until you let them in" onClick={() => toggle("paused")}>
            {flow === "paused" ? "Paused" : "Pause"}
          </Button>
          <Button look="quiet" data-testid="follow" aria-pressed={flow === "following"} title="New updates are let in as they come, and the list stays at its top" onClick={() => toggle("following")}>
            {flow === "following" ? "Following" : "Follow"}
          </Button>
          <Button look="quiet" data-testid="compose" title="Make an update by hand and send it to the bot" onClick={() => onAside("compose")}>
            Compose <Kbd>I</Kbd>
          </Button>
          <DropMenu
            label="⋯"
            name="Fixtures, export and import"
            data-testid="more-of-inbox"
            items={[
              { id: "open-fixtures", label: "Fixtures", onTake: () => onAside("fixtures") },
              { id: "open-export", label: isSearch ? "Export what is found" : "Export", onTake: () => onAside("export") },
              { id: "open-import", label: "Import", onTake: () => onAside("import") },
            ]}
          />
        </>
      )}
      {(state.waiting > 0 || state.waitingMore) && (
        <button type="button" className="pill" data-testid="new-updates" onClick={onLetIn}>
          <span aria-hidden="true">↑</span> {newWords(state)}
        </button>
      )}
    </div>
  );
}

/** `1,204 found`, `10,000+ found`. */
export function foundWords(state: SourceState, found: UpdateCount | null): string {
  // Looked through to its end, the list knows best; its rows and its count are never at odds.
  if (state.ready && !state.more && !state.waitingMore) return `${(state.count + state.waiting).toLocaleString("en")} found`;
  if (found) return `${found.count.toLocaleString("en")}${found.at_least ? "+" : ""} found`;
  if (!state.ready) return state.error ? "The search failed" : "Searching";
  return `${(state.count + state.waiting).toLocaleString("en")}+ found`;
}
