// The list's scroll bar under a hand: moved to, held, drawn down to the end and back up to the middle.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Window } from "../parts/window";

const run = promisify(execFile);
const STEPS = 100;
const STEP_S = "0.016";
/** From the list's edges to where the bar is held. */
const IN = 6;

export async function dragBar(window: Window): Promise<void> {
  const middle = await window.listOnScreen();
  const [width, height] = await window.driver.executeScript<[number, number]>("const { width, height } = document.querySelector('.list').getBoundingClientRect(); return [width, height]");
  const x = Math.round(middle.x + width / 2 - IN);
  const [top, end] = [Math.round(middle.y - height / 2 + IN), Math.round(middle.y + height / 2 - IN)];
  const moves = [];
  for (let step = 1; step <= STEPS; step++) moves.push(top + ((end - top) * step) / STEPS);
  for (let step = 1; step <= STEPS / 2; step++) moves.push(end - ((end - top) * step) / STEPS);
  const move = (y: number) => ["mousemove", String(x), String(Math.round(y)), "sleep", STEP_S];
  // Near it first: the bar shows itself then.
  await run("xdotool", [...move(top + 2), ...move(top), "mousedown", "1", ...moves.flatMap(move), "mouseup", "1"]);
}
