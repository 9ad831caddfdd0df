// Which pressed buttons still wait. Pure.
import type { Toast } from "../../bindings/Toast";

export interface Press {
  place: string;
  user: number;
  /** The callback queries that were there before it. */
  before: ReadonlySet<string>;
}

/** Those that are not answered yet: each one's query is the first new one of its user. */
export function answered(waiting: readonly Press[], toasts: readonly Toast[]): readonly Press[] {
  const taken = new Set<string>();
  const left = waiting.filter((press) => {
    const query = toasts.find(({ id, user_id }) => user_id === press.user && !press.before.has(id) && !taken.has(id));
    if (!query) return true;
    taken.add(query.id);
    return query.at === null;
  });
  return left.length === waiting.length ? waiting : left;
}
