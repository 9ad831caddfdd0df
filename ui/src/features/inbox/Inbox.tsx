import { useEffect, useRef, useState, type MouseEvent } from "react";
import { useSession } from "../../app/session";
import type { BotView } from "../../bindings/BotView";
import type { UpdateRow } from "../../bindings/UpdateRow";
import { SplitPane } from "../../components/SplitPane";
import { useEvent } from "../../components/useEvent";
import { markSeen } from "../bots/seen";
import { emptyDraft, given, type Draft } from "../composer/draft";
import { ReplaySeveral } from "../replay/ReplaySeveral";
import { Aside, type AsideView } from "./Aside";
import { Detail } from "./Detail";
import { ListPane } from "./ListPane";
import type { Flow } from "./list/source";
import { useSource } from "./list/useSource";
import { RowMenu, type MenuAt } from "./RowMenu";
import { withFilter } from "./search/query";
import { SearchField } from "./search/SearchField";
import { useSearch } from "./search/useSearch";
import { Views } from "./search/Views";
import type { ListHandle } from "./UpdateList";
import { useCursor } from "./useCursor";
import { useListKeys } from "./useListKeys";
import { useMarks } from "./useMarks";

/** How the selected update is replayed. */
export type Replay = "as_is" | "edit" | null;

/** A bot's updates: the list, and the one that is selected. Mounted anew for every bot. */
export function Inbox({ bot }: { bot: BotView }) {
  const search = useSearch(bot.id);
  const [source, state] = useSource(bot.id, search.query);
  const list = useRef<ListHandle>(null);
  const field = useRef<{ focus: () => void }>(null);
  const cursor = useCursor(bot.id, source, list);
  const { selected } = cursor;
  const marks = useMarks(bot.id, search.query);
  const [flow, setFlow] = useSession<Flow>(`flow.${bot.id}`, "free");
  const [replaying, setReplaying] = useState<{ seq: number | null; how: Replay }>({ seq: null, how: null });
  const [isSeveral, setSeveral] = useState(false);
  const [opened, setOpened] = useSession<{ view: AsideView; over: number | null } | null>(`aside.${bot.id}`, null);
  const [draft, setDraft] = useSession<Draft>(`draft.${bot.id}`, emptyDraft);
  // Over the update that it was opened over: one that is selected from elsewhere is wanted instead.
  const aside = opened?.over === selected ? opened.view : null;
  const setAside = (view: AsideView | null) => setOpened(view && { view, over: selected });
  const [covering, setCovering] = useState(aside !== null);
  const [menu, setMenu] = useState<MenuAt | null>(null);
  // Of the one that is selected: with another selected, none is replayed.
  const replay = replaying.seq === selected ? replaying.how : null;
  const setReplay = useEvent((how: Replay) => setReplaying({ seq: selected, how }));
  const several = isSeveral && marks.marked.size > 0;

  useEffect(() => source.setFlow(flow), [source, flow]);

  const open = (row: UpdateRow, event: MouseEvent) => {
    if (event.shiftKey && selected !== null) return void marks.range(selected, row);
    if (event.ctrlKey || event.metaKey) return marks.toggle(row);
    cursor.select(row.seq);
    setAside(null);
    setCovering(true);
  };
  const toAside = (view: AsideView) => {
    setSeveral(false);
    setAside(view);
    setCovering(true);
  };
  const compose = useEvent((body: string, from: string) => {
    setDraft((now) => ({ ...now, written: given(body, from) }));
    toAside("compose");
  });
  const closeAside = () => {
    setAside(null);
    if (selected === null) setCovering(false);
  };
  const toReplay = (how: Replay) => {
    if (marks.marked.size > 0 && how === "as_is") setSeveral(true);
    else if (selected === null) return false;
    else {
      setSeveral(false);
      setReplay(how);
    }
    setAside(null);
    setCovering(true);
    return true;
  };
  const filter = useEvent((name: string, value: string | number) => search.run(withFilter(search.text, name, value)));
  const select = useEvent((seq: number | null) => {
    setAside(null);
    cursor.select(seq);
  });
  const back = useEvent(() => setCovering(false));
  const marked = useEvent(() => source.renew());
  useListKeys({
    cursor,
    marks,
    list,
    onStep: () => {
      setSeveral(false);
      setAside(null);
    },
    onOpen: () => {
      if (selected === null) return false;
      setCovering(true);
      return true;
    },
    onReplay: toReplay,
    onCompose: () => toAside("compose"),
    onSearch: () => field.current?.focus(),
    onBack: () => {
      if (marks.marked.size > 0 && !covering) marks.clear();
      else if (covering) setCovering(false);
      else if (selected !== null) cursor.select(null);
      else return false;
      return true;
    },
  });

  // What is in the list, and not waiting outside it, was seen.
  const isAllSeen = state.ready && state.waiting === 0 && search.query === "";
  useEffect(() => {
    if (isAllSeen) markSeen(bot.id, bot.update_count);
  }, [isAllSeen, bot.id, bot.update_count]);

  const isNew = search.query === "" && state.ready && state.count === 0 && state.waiting === 0;
  return (
    <>
      <SplitPane
        name="inbox"
        alone={isNew && aside === null}
        secondOpen={covering && (selected !== null || several || aside !== null)}
        first={
          <ListPane
            bot={bot}
            list={list}
            source={source}
            state={state}
            query={search.query}
            isWrong={search.isWrong && search.text.trim() === search.query}
            flow={flow}
            onFlow={setFlow}
            onLetIn={() => {
              source.letIn();
              list.current?.toTop();
            }}
            selected={selected}
            marks={marks}
            onOpen={open}
            onMenu={(row, at) => setMenu({ row, ...at })}
            onReplayMarked={() => toReplay("as_is")}
            onAside={toAside}
            onShowAll={() => search.run("")}
          >
            <SearchField ref={field} search={search} onLeave={() => list.current?.focus()}>
              <Views botId={bot.id} query={search.query} onUse={search.run} />
            </SearchField>
          </ListPane>
        }
        second={
          aside ? (
            <Aside bot={bot} view={aside} onView={setAside} draft={draft} onDraft={setDraft} seqs={[...marks.marked.keys()]} query={search.query} onOpen={select} onClose={closeAside} />
          ) : several ? (
            <ReplaySeveral key={[...marks.marked.keys()].join(" ")} botId={bot.id} seqs={[...marks.marked.keys()].sort((one, other) => one - other)} onClose={() => setSeveral(false)} />
          ) : (
            <Detail botId={bot.id} webhookUrl={bot.webhook?.desired_url || bot.webhook?.info?.url || null} seq={selected} marked={marks.marked} replay={replay} onReplay={setReplay} onBack={back} onFilter={filter} onSelect={select} onMarked={marked} onCompose={compose} />
          )
        }
      />
      {menu && <RowMenu {...menu} onFilter={filter} onCompose={compose} onClose={() => setMenu(null)} />}
    </>
  );
}
