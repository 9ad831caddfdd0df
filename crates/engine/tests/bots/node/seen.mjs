// What the bots write down for the tests: every update, as soon as it is handed to them.

import { appendFileSync } from "node:fs";

export function note(updateId) {
  // One write, so that a bot that is killed leaves whole lines.
  appendFileSync(process.env.BOT_LOG, `${updateId}\n`);
}
