import { useRef, useState, type RefObject } from "react";
import { recall, remember } from "../../app/memory";
import type { BotId } from "../../bindings/BotId";
import type { UpdateRow } from "../../bindings/UpdateRow";
import type { Source } from "./list/source";
import type { ListHandle } from "./UpdateList";

export interface Cursor {
  selected: number | null;
  select: (seq: number | null) => void;
  /** The row that is selected, when it is in memory. */
  row: () => UpdateRow | undefined;
  /** By so many rows, or to an end; the row there, once it is here. Null where there is none. */
  step: (by: number) => Promise<UpdateRow | undefined> | null;
}

/** Which update is selected, and how keys move from it. */
export function useCursor(botId: BotId, source: Source, list: RefObject<ListHandle | null>): Cursor {
  const [selected, setSelected] = useState<number | null>(() => recall(`selected.${botId}`, null));
  // Where the selection is on the way to: keys that repeat go on from there.
  const aim = useRef<{ source: Source; rank: number } | null>(null);
  const turn = useRef(0);

  const put = (seq: number | null) => {
    setSelected(seq);
    remember(`selected.${botId}`, seq);
  };
  const select = (seq: number | null) => {
    turn.current++;
    aim.current = null;
    put(seq);
  };
  const index = (): number => {
    if (aim.current?.source === source) return source.indexOfRank(aim.current.rank);
    return selected === null ? -1 : source.indexOf(selected);
  };
  return {
    selected,
    select,
    row: () => (selected === null ? undefined : source.rowAt(source.indexOf(selected))),
    step: (by) => {
      const { count } = source.getState();
      if (count === 0) return null;
      const from = index();
      const seen = list.current?.view() ?? { first: 0, rows: 1 };
      // With nothing selected, what is seen first is the first step.
      const to = Math.min(count - 1, Math.max(0, from >= 0 ? from + by : Math.abs(by) > count ? by : seen.first));
      const mine = ++turn.current;
      aim.current = { source, rank: source.rankAt(to) };
      list.current?.show(to);
      const here = source.rowAt(to);
      if (here) {
        put(here.seq);
        return Promise.resolve(here);
      }
      return source.fetchAt(to).then((row) => {
        if (row && mine === turn.current) put(row.seq);
        return row;
      });
    },
  };
}
