// The arrow keys among what can be pressed: cells, which are `data-cell`, in rows, which are `data-row`.

/** What can have the focus. */
const CELL = "[data-cell]:not(:disabled)";

/** Row by row, in the order of the page. A cell outside of any row is a row by itself. */
function rowsOf(box: HTMLElement): HTMLElement[][] {
  const rows = new Map<Element, HTMLElement[]>();
  for (const cell of box.querySelectorAll<HTMLElement>(CELL)) {
    const row = cell.closest("[data-row]") ?? cell;
    rows.set(row, [...(rows.get(row) ?? []), cell]);
  }
  return [...rows.values()];
}

const BY: Record<string, [row: number, column: number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Left and right from one to the next, up and down between rows. False where it is no arrow, or nothing of the box has the focus. */
export function moveIn(box: HTMLElement, key: string): boolean {
  const by = BY[key];
  const rows = rowsOf(box);
  const from = document.activeElement as HTMLElement;
  const row = rows.findIndex((cells) => cells.includes(from));
  if (!by || row < 0) return false;
  const all = rows.flat();
  const column = rows[row]?.indexOf(from) ?? 0;
  const beyond = rows[row + by[0]];
  // At an edge the focus stays: nothing else takes the key.
  const next = by[0] === 0 ? all[all.indexOf(from) + by[1]] : (beyond?.[column] ?? beyond?.at(-1));
  next?.focus();
  return true;
}

/** Whether it is in the first row. */
export const isOnTop = (box: HTMLElement): boolean => rowsOf(box)[0]?.includes(document.activeElement as HTMLElement) ?? false;

/** Into a message: first to what it asks one to press, then to what stands in it, last to what can be done with it. */
export function enter(message: HTMLElement): boolean {
  const first = [`[data-asked] ${CELL}`, `.bubble ${CELL}`, CELL].map((wanted) => message.querySelector<HTMLElement>(wanted)).find((cell) => cell !== null);
  first?.focus();
  return first !== undefined;
}
