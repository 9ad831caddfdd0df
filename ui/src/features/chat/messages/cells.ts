// The arrow keys among what can be pressed in a message.
import type { KeyboardEvent } from "react";

const cellOf = (element: HTMLElement) => {
  const [row = 0, column = 0] = (element.dataset["cell"] ?? "").split(" ").map(Number);
  return { row, column };
};

/** Left and right in a row, up and down between rows, Escape back to the message. */
export function inCells(event: KeyboardEvent<HTMLElement>): void {
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (event.key === "Escape") {
    event.preventDefault();
    return event.currentTarget.focus();
  }
  const isRow = target?.dataset["cell"] !== undefined;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(isRow ? "[data-cell]:not(:disabled)" : ".message-actions button")];
  if (!target || !all.includes(target)) return;
  const next = isRow ? nextCell(all, target, event.key) : all[(all.indexOf(target) + all.length + ({ ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0)) % all.length];
  if (!next || next === target) {
    // At an edge the focus stays: nothing else takes the key.
    if (event.key.startsWith("Arrow")) event.preventDefault();
    return;
  }
  event.preventDefault();
  next.focus();
}

function nextCell(all: HTMLElement[], from: HTMLElement, key: string): HTMLElement | undefined {
  const { row, column } = cellOf(from);
  if (key === "ArrowLeft") return all[all.indexOf(from) - 1];
  if (key === "ArrowRight") return all[all.indexOf(from) + 1];
  const by = key === "ArrowUp" ? -1 : key === "ArrowDown" ? 1 : 0;
  if (by === 0) return undefined;
  const inRow = all.filter((each) => cellOf(each).row === row + by);
  return inRow.find((each) => cellOf(each).column === column) ?? inRow.at(-1);
}
