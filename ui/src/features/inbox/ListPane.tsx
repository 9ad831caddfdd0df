import type { Ref, MouseEvent, ReactNode } from "react";
import type { BotView } from "../../bindings/BotView";
import type { UpdateRow } from "../../bindings/UpdateRow";
import { ErrorNote } from "../../components/ErrorNote";
import type { AsideView } from "./Aside";
import { EmptyInbox } from "./EmptyInbox";
import { ListHead } from "./list/ListHead";
import type { Flow, Source, SourceState } from "./list/source";
import type { Point } from "./list/Row";
import { useFoundCount } from "./list/useFoundCount";
import { MarkedBar } from "./MarkedBar";
import { NothingFound } from "./NothingFound";
import { SaySomething } from "./SaySomething";
import { UpdateList, type ListHandle } from "./UpdateList";
import type { Marks } from "./useMarks";

interface Props {
  bot: BotView;
  list: Ref<ListHandle>;
  source: Source;
  state: SourceState;
  query: string;
  /** The search field says what is wrong with the query. */
  isWrong: boolean;
  flow: Flow;
  onFlow: (flow: Flow) => void;
  onLetIn: () => void;
  selected: number | null;
  marks: Marks;
  onOpen: (row: UpdateRow, event: MouseEvent) => void;
  onMenu: (row: UpdateRow, at: Point) => void;
  onReplayMarked: () => void;
  onAside: (view: AsideView) => void;
  onShowAll: () => void;
  /** The search field. */
  children: ReactNode;
}

/** The left side: search, what is found, and in a sandbox a line to say something. */
export function ListPane({ bot, list, source, state, query, isWrong, flow, onFlow, onLetIn, selected, marks, onOpen, onMenu, onReplayMarked, onAside, onShowAll, children }: Props) {
  const found = useFoundCount(bot.id, query);
  const isEmpty = state.ready && state.count === 0 && state.waiting === 0 && !state.waitingMore && !state.more;
  const isSearch = query !== "";
  const isNew = isEmpty && !isSearch;
  return (
    <div className="list-pane">
      {!isNew && children}
      {state.error && !(isWrong && state.error.code === "invalid_input") && <ErrorNote error={state.error} />}
      {isNew ? (
        <EmptyInbox bot={bot} onAside={onAside} />
      ) : (
        <div className="list-frame">
          <ListHead state={state} found={found} isSearch={isSearch} flow={flow} onFlow={onFlow} onLetIn={onLetIn} onAside={onAside}>
            {(marks.marked.size > 0 || marks.isReading) && <MarkedBar botId={bot.id} marks={marks} onReplay={onReplayMarked} onExport={() => onAside("export")} />}
          </ListHead>
          {isEmpty ? (
            <NothingFound query={query} onClear={onShowAll} />
          ) : (
            <UpdateList ref={list} source={source} state={state} flow={flow} onFlow={onFlow} selected={selected} marked={marks.marked} onOpen={onOpen} onMenu={onMenu} onMarkAll={() => void marks.all()} label={isSearch ? "Updates that were found, newest first" : "Updates, newest first"}>
              {state.more && <p className="list-end">Looking through older updates</p>}
            </UpdateList>
          )}
        </div>
      )}
      {bot.environment.type === "sandbox" && <SaySomething bot={bot} />}
    </div>
  );
}
