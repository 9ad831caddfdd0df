import { expect, it } from "vitest";
import { placeOf } from "./place";
import type { Route } from "./route";

const a = [{ id: "a" }];
const start = (botId: string | null): Route => ({ page: "start", botId });
const inbox = (botId: string): Route => ({ page: "bot", botId, tab: "inbox", form: null });

it.each<[string, Route, { id: string }[], boolean, Route]>([
  ["no bot yet", inbox("a"), [], false, start(null)],
  ["settings need no bot", { page: "settings" }, [], false, { page: "settings" }],
  ["the tunnel needs no bot", { page: "tunnel" }, [], false, { page: "tunnel" }],
  ["a bot that is there", inbox("a"), a, false, inbox("a")],
  ["a bot that is gone", { ...inbox("b"), form: "edit" } as Route, a, false, inbox("a")],
  ["the third step of the first start", start("a"), a, false, start("a")],
  ["the first bot appears while the start waits for it", inbox(""), a, true, start(null)],
  ["the start goes on with it", start("a"), a, true, start("a")],
  ["it appears though the reader stopped waiting", start(null), a, false, inbox("a")],
])("%s", (_name, wanted, bots, starting, expected) => {
  expect(placeOf(wanted, bots, starting)).toEqual(expected);
});
